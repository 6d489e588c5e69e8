package org.asyncio4j;

/** A future was asked for a result it does not have yet, or given one when it has one already. */
public final class InvalidStateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InvalidStateException(String message) {
        super(message);
    }
}
