/** Signals of the operating system. */
@NullMarked
package org.asyncio4j.internal.signals;

import org.jspecify.annotations.NullMarked;
