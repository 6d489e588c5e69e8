/**
 * Measures asyncio4j side by side with others: starts each program as a process of its own, in
 * turns, so that a machine that becomes slower does so for all of them, and compares medians.
 */
@NullMarked
package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.NullMarked;
