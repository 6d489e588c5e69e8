/** Files, on the exported surface of the loop only. */
@NullMarked
package org.asyncio4j.internal.file;

import org.jspecify.annotations.NullMarked;
