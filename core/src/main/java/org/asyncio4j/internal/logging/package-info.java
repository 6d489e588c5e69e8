/** The logger. */
@NullMarked
package org.asyncio4j.internal.logging;

import org.jspecify.annotations.NullMarked;
