package org.asyncio4j;

import java.io.IOException;

/** No separator was found within the reader's limit. */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int consumed;

    LimitOverrunException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /** How many bytes at the front of the buffer were searched in vain. They are still there. */
    public int consumed() {
        return consumed;
    }
}
