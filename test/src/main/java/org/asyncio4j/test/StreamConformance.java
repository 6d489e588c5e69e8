package org.asyncio4j.test;

/**
 * All that can be seen of a stream from outside, as tests: for whoever writes a {@link
 * org.asyncio4j.lowlevel.Transport} and wants to know whether programs can rely on it.
 *
 * <p>A test class implements this and says how to connect two ends; JUnit finds the tests.
 *
 * <pre>{@code
 * class PigeonStreamTest implements StreamConformance {
 *     @Override
 *     public StreamPair connect() throws IOException {
 *         var ends = PigeonPost.begin(getRunningLoop());       // two Transports
 *         return new StreamPair(Connection.over(ends.left()), Connection.over(ends.right()));
 *     }
 *
 *     @Override
 *     public boolean canHalfClose() {
 *         return false;                                        // a pigeon is either there or not
 *     }
 * }
 * }</pre>
 *
 * <p>What is checked: that bytes arrive whole and in order, in pieces of any size; that reads find
 * the same wherever the pieces end; limits, ends and half-close; that writers are held back when
 * nobody reads; that close sends and abort drops; that a lost peer is noticed; that a cancel loses
 * nothing; that nothing is left behind. The parts can be implemented alone, for streams that are
 * meant to be less: {@link StreamReadingConformance}, {@link StreamWritingConformance}, {@link
 * StreamEndingConformance}, {@link StreamCancellationConformance}.
 *
 * <p>The tests run on the virtual clock, and none waits for time. Where a rule leaves a choice they
 * accept all: after an abort a peer may see an end or an error, and some bytes or none.
 *
 * <p>{@link MemoryStreams} gives the simplest pair that passes.
 */
public interface StreamConformance
        extends StreamReadingConformance,
                StreamWritingConformance,
                StreamEndingConformance,
                StreamCancellationConformance {}
