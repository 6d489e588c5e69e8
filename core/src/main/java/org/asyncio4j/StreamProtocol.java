package org.asyncio4j;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Turns the callbacks of a transport into the state behind a {@link Connection}. */
final class StreamProtocol implements Protocol {
    private final Loop loop;
    private final StreamReader reader;
    private final @Nullable Consumer<StreamProtocol> onConnected;
    private final Future<@Nullable Void> closed;
    private @Nullable Transport transport;
    private boolean writingPaused;
    private boolean closedHere;
    private boolean lost;
    private @Nullable Exception error;

    /** Tasks that wait until writing may go on. */
    private final List<Future<@Nullable Void>> drainWaiters = new ArrayList<>();

    StreamProtocol(Loop loop, int limit, @Nullable Consumer<StreamProtocol> onConnected) {
        this.loop = loop;
        this.reader = new StreamReader(limit);
        this.onConnected = onConnected;
        this.closed = new Future<>(loop);
    }

    StreamReader reader() {
        return reader;
    }

    Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("not connected");
        }
        return transport;
    }

    boolean isLost() {
        return lost;
    }

    @Override
    public void connectionMade(Transport newTransport) {
        transport = newTransport;
        reader.setTransport(newTransport);
        if (onConnected != null) {
            onConnected.accept(this);
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        reader.feedData(data);
    }

    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return true;
    }

    @Override
    public void pauseWriting() {
        writingPaused = true;
    }

    @Override
    public void resumeWriting() {
        writingPaused = false;
        for (Future<@Nullable Void> waiter : drainWaiters) {
            waiter.finish(null);
        }
    }

    @Override
    public void connectionLost(@Nullable Exception cause) {
        lost = true;
        error = cause;
        if (cause == null) {
            reader.feedEof();
        } else {
            reader.fail(cause);
        }
        resumeWriting();
        boolean dataLost = transport().writeBufferSize() > 0;
        if (cause != null && dataLost) {
            closed.fail(cause);
            closed.markHeard();
        } else {
            closed.finish(null);
        }
    }

    /** Suspends while too much waits to be sent. */
    void drain() throws IOException {
        if (writingPaused && !lost) {
            Future<@Nullable Void> waiter = Future.pending();
            drainWaiters.add(waiter);
            try {
                waiter.await();
            } finally {
                drainWaiters.remove(waiter);
            }
        } else if (transport().isClosing() && !lost) {
            Task.currentForSuspending().yieldNow(); // lets a broken connection be noticed
        }
        checkConnected();
    }

    private void checkConnected() throws IOException {
        if (lost) {
            throw broken("connection lost");
        }
    }

    /** A new exception each time: several tasks may get it, each with its own stack. */
    private SocketException broken(String message) {
        var broken =
                new SocketException(error == null ? message : message + ": " + error.getMessage());
        broken.initCause(error);
        return broken;
    }

    void write(ByteBuffer data) throws IOException {
        if (closedHere) {
            throw new IllegalStateException("cannot write after close");
        }
        checkConnected();
        transport().write(data);
        drain();
    }

    void close() {
        closedHere = true;
        transport().close();
    }

    void abort() {
        closedHere = true;
        transport().abort();
    }

    /** Suspends until the connection is gone. A cancel of the waiting task leaves it alone. */
    void waitClosed() throws IOException {
        if (!closed.isDone()) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            closed.addInternalCallback(done -> waiter.finish(null));
            waiter.await();
        }
        if (closed.hasFailed()) {
            throw broken("connection lost with data unsent");
        }
    }
}
