/** Noticing objects that were dropped too early. */
@NullMarked
package org.asyncio4j.internal.tracking;

import org.jspecify.annotations.NullMarked;
