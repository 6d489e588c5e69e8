package org.asyncio4j;

import org.asyncio4j.lowlevel.ExceptionContext;

/**
 * Notices a {@link Connection} that is dropped, with its reader and writer, before it was closed:
 * reports it and closes it. asyncio's {@code ResourceWarning}.
 */
final class ForgottenConnection extends Tracked {
    private final StreamProtocol protocol;

    ForgottenConnection(Connection connection, Loop loop, StreamProtocol protocol) {
        super(connection, loop);
        this.protocol = protocol;
    }

    @Override
    void makeGood() {
        if (!protocol.isAwaited()) { // or it is in use all the same
            protocol.close();
        }
    }

    @Override
    ExceptionContext neglect() {
        return new ExceptionContext("a connection was not closed", null, protocol.transport());
    }
}
