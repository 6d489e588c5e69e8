package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Undoes a content coding step by step: input is fed when it asks for some, output is pulled in
 * pieces no larger than the caller's array. Holds no output, so a small input that stands for a
 * huge output costs no memory. Loop-confined.
 */
interface ContentDecoder extends AutoCloseable {
    /** Hands over more input. Only when {@link #pull} gave 0 for what was fed before. */
    void feed(ByteBuffer input);

    /** Decodes into {@code output}; 0 if that needs more input. */
    int pull(byte[] output, int length) throws ProtocolViolation;

    /**
     * Says that the input is over and everything was pulled. No input at all is an empty output.
     *
     * @throws ProtocolViolation if something is missing
     */
    void end() throws ProtocolViolation;

    /** Gives native memory back. May be called again. */
    @Override
    void close();

    /** The decoder for these headers; null if there is nothing we know how to undo. */
    static @Nullable ContentDecoder of(Headers headers) {
        String coding = String.join(",", headers.getAll("Content-Encoding")).strip();
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GzipDecoder();
            case "deflate" -> new DeflateDecoder();
            default -> null;
        };
    }
}
