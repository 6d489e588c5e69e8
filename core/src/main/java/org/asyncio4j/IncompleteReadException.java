package org.asyncio4j;

import java.io.EOFException;

/** The stream ended before everything that was asked for had come. */
public final class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1L;

    private final transient byte[] partial;

    IncompleteReadException(byte[] partial, String expected) {
        super("the stream ended after " + partial.length + " bytes, expected " + expected);
        this.partial = partial;
    }

    /** What had come before the end. */
    public byte[] partial() {
        return partial.clone();
    }
}
