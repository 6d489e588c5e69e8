package org.asyncio4j.test;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * How one direction of an in-memory connection carries bytes, and what goes wrong with it.
 *
 * <pre>{@code
 * MemoryStreams.pair(o -> o.withChunkSize(1));                    // a byte at a time
 * MemoryStreams.pair(o -> o.withLatency(millis(40)));             // as over an ocean
 * MemoryStreams.pair(o -> o, o -> o.withResetAfter(17));          // breaks in the 18th byte back
 * }</pre>
 *
 * @param chunkSize the most bytes that come with one callback; 256 KiB unless set, as with sockets
 * @param capacity how many bytes are under way before the sender has to buffer them; 64 KiB unless
 *     set
 * @param latency the time from sending to arrival; none unless set, and then it is a turn of the
 *     loop
 * @param fault what goes wrong, null for nothing
 * @param faultAfter how many bytes arrive before the fault
 */
public record MemoryOptions(
        int chunkSize, int capacity, Duration latency, @Nullable Fault fault, long faultAfter) {
    static final MemoryOptions DEFAULT =
            new MemoryOptions(256 * 1024, 64 * 1024, Duration.ZERO, null, 0);

    /** What can go wrong with one direction of a connection. */
    public enum Fault {
        /** Both ends lose the connection with an error, and what was under way. */
        RESET,
        /** The receiver sees the end of the stream; what is sent after it gets lost unnoticed. */
        END,
        /** Nothing arrives any more and nobody is told, as when a cable is cut. */
        SILENCE
    }

    /** Checks the numbers. */
    public MemoryOptions {
        if (chunkSize <= 0 || capacity <= 0) {
            throw new IllegalArgumentException(
                    "chunk size (" + chunkSize + ") and capacity (" + capacity + ") must be > 0");
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("the latency must not be negative: " + latency);
        }
        if (faultAfter < 0) {
            throw new IllegalArgumentException("there is no byte " + faultAfter);
        }
    }

    /** At most this many bytes come with one callback. */
    public MemoryOptions withChunkSize(int newChunkSize) {
        return new MemoryOptions(newChunkSize, capacity, latency, fault, faultAfter);
    }

    /** The sender buffers what is sent beyond this many bytes that have not been received. */
    public MemoryOptions withCapacity(int newCapacity) {
        return new MemoryOptions(chunkSize, newCapacity, latency, fault, faultAfter);
    }

    /** Bytes, and the end, arrive this long after they were sent. */
    public MemoryOptions withLatency(Duration newLatency) {
        return new MemoryOptions(chunkSize, capacity, newLatency, fault, faultAfter);
    }

    /** {@link Fault#RESET} once {@code count} bytes have arrived; 0 breaks a fresh connection. */
    public MemoryOptions withResetAfter(long count) {
        return withFault(Fault.RESET, count);
    }

    /** {@link Fault#END} once {@code count} bytes have arrived. */
    public MemoryOptions withEndAfter(long count) {
        return withFault(Fault.END, count);
    }

    /** {@link Fault#SILENCE} once {@code count} bytes have arrived. */
    public MemoryOptions withSilenceAfter(long count) {
        return withFault(Fault.SILENCE, count);
    }

    private MemoryOptions withFault(Fault newFault, long count) {
        return new MemoryOptions(
                chunkSize, capacity, latency, Objects.requireNonNull(newFault), count);
    }

    /** How many more bytes may arrive. */
    long untilFault(long arrived) {
        return fault == null ? Long.MAX_VALUE : faultAfter - arrived;
    }
}
