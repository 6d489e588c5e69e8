package org.asyncio4j.lowlevel;

/**
 * The marks of a transport's write buffer: above {@code high} the protocol is paused, at {@code
 * low} or below it goes on.
 *
 * @param high in bytes; 0 pauses whenever anything waits
 * @param low in bytes, not above {@code high}
 */
public record BufferLimits(int high, int low) {
    /** asyncio's marks: 64 and 16 KiB. */
    public static final BufferLimits DEFAULT = ofHigh(64 * 1024);

    /** Checks the marks. */
    public BufferLimits {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException(
                    "high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
    }

    /** A high mark, and a quarter of it as the low one. */
    public static BufferLimits ofHigh(int high) {
        return new BufferLimits(high, high / 4);
    }

    /** A low mark, and four times it as the high one. */
    public static BufferLimits ofLow(int low) {
        return new BufferLimits(Math.multiplyExact(4, low), low);
    }
}
