/**
 * The contestants that run on the JVM, each a process of its own. Those that do work in process are
 * started with {@code SECONDS WORK[:SIZE]...}: they warm each work up for as long, in two passes
 * over all, measure it for so long, and print a line {@code WORK NANOSECONDS} with what an
 * operation took, or {@code WORK -} if they do not know it. All of that is processor time, which
 * other programs on the machine change less than what a clock on the wall shows. Those outside of
 * the JVM, in {@code benchmarks/peers}, do the same, but for the warming up, which they need once
 * only.
 */
@NullMarked
package org.asyncio4j.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
