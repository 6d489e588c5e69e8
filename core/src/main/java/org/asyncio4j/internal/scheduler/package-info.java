/**
 * The machine under the loop: strands, ready queue, timers, selector. Knows no futures or tasks.
 */
@NullMarked
package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.NullMarked;
