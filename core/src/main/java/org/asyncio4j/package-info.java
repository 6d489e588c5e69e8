/**
 * An event loop, tasks, streams and files in the manner of Python's asyncio, in direct style on
 * virtual threads. {@link org.asyncio4j.Asyncio} is where to begin.
 *
 * <p>No parameter takes null and no method returns it unless marked.
 */
@NullMarked
package org.asyncio4j;

import org.jspecify.annotations.NullMarked;
