package org.asyncio4j;

import org.asyncio4j.internal.net.FileSending;
import org.asyncio4j.internal.net.PullingProtocol;
import org.asyncio4j.internal.net.ReadSource;
import org.asyncio4j.internal.net.Transports;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Turns the callbacks of a transport into the state behind a {@link Connection}. */
final class StreamProtocol implements PullingProtocol {
    private final Loop loop;
    private final StreamInput input;
    private final @Nullable Consumer<StreamProtocol> onConnected;

    /** Done when the connection is gone. */
    final Future<@Nullable Void> closed;

    private @Nullable Transport transport;
    private @Nullable ForgottenConnection forgotten;
    private boolean writingPaused;
    private boolean sendingFile;
    private boolean startingTls;
    private boolean closedHere;
    private boolean lost;
    private @Nullable Exception error;

    /** Tasks that wait until writing may go on. */
    private final List<Future<@Nullable Void>> drainWaiters = new ArrayList<>();

    StreamProtocol(Loop loop, int limit, @Nullable Consumer<StreamProtocol> onConnected) {
        this.loop = loop;
        this.input = new StreamInput(loop, limit);
        this.onConnected = onConnected;
        this.closed = new Future<>(loop);
    }

    StreamInput input() {
        return input;
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

    /** Reports the connection, and closes it, if the program drops it before it is closed. */
    void watch(Connection connection) {
        forgotten = new ForgottenConnection(connection, loop, this);
        forgotten.begin();
    }

    private void cared() {
        if (forgotten != null) {
            forgotten.settle();
            forgotten = null;
        }
    }

    /** Whether a task is suspended in a call of the reader or the writer. */
    boolean isAwaited() {
        return input.isAwaited() || !drainWaiters.isEmpty();
    }

    @Override
    public void connectionMade(Transport newTransport) {
        setTransport(newTransport);
        if (onConnected != null) {
            onConnected.accept(this);
        }
    }

    @Override
    public boolean readReady(ReadSource source) {
        return input.readReady(source);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        input.feedData(data);
    }

    @Override
    public boolean eofReceived() {
        input.feedEof();
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
        cared();
        if (cause == null) {
            input.feedEof();
        } else {
            input.fail(cause);
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
        send(data);
        drain();
    }

    /** Sends the bytes without regard to how much waits to be sent. */
    void send(ByteBuffer data) throws IOException {
        checkWritable();
        transport().write(data);
    }

    void write(List<ByteBuffer> data) throws IOException {
        checkWritable();
        transport().writeAll(data);
        drain();
    }

    long sendFile(Path file) throws IOException {
        checkWritable();
        sendingFile = true;
        try {
            if (transport().isClosing()) {
                drain();
            }
            return FileSending.send(loop, transport(), file);
        } finally {
            sendingFile = false;
        }
    }

    void writeEof() {
        checkNotSendingFile();
        transport().writeEof();
    }

    /** Nothing may come between the pieces of a file, and not all transports see to that. */
    private void checkNotSendingFile() {
        if (sendingFile) {
            throw new IllegalStateException("cannot write while a file is sent");
        }
    }

    private void checkWritable() throws IOException {
        loop.checkConfined();
        if (closedHere) {
            throw new IllegalStateException("cannot write after close");
        }
        checkNotSendingFile();
        checkConnected();
    }

    /** Goes on in TLS. See {@link Connection#startTls(TlsContext, String)}. */
    void startTls(TlsContext context, @Nullable String serverName) throws IOException {
        if (closedHere) {
            throw new IllegalStateException("cannot start TLS after close");
        }
        if (startingTls) {
            throw new IllegalStateException("another task is starting TLS");
        }
        checkMayStartTls();
        boolean done = false;
        startingTls = true;
        try {
            do {
                drain();
            } while (writingPaused);
            checkMayStartTls(); // others may have begun meanwhile
            ByteBuffer received = ByteBuffer.wrap(input.takeAll());
            Transports.startTls(
                    loop, transport(), this, context, serverName, received, this::setTransport);
            done = true;
        } finally {
            startingTls = false;
            if (!done) {
                abort(); // whoever wanted TLS must not go on without
                input.refuse();
            }
        }
    }

    private void checkMayStartTls() {
        input.checkAlone("startTls");
        checkNotSendingFile();
    }

    private void setTransport(Transport newTransport) {
        transport = newTransport;
        input.setTransport(newTransport);
    }

    void close() {
        loop.checkConfined();
        closedHere = true;
        cared();
        transport().close();
    }

    void abort() {
        loop.checkConfined();
        closedHere = true;
        cared();
        transport().abort();
    }

    /** Suspends until the connection is gone. A cancel of the waiting task leaves it alone. */
    void waitClosed() throws IOException {
        if (!closed.isDone()) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            Consumer<Future<@Nullable Void>> wake = done -> waiter.finish(null);
            closed.addInternalCallback(wake);
            try {
                waiter.await();
            } finally {
                closed.removeInternalCallback(wake);
            }
        }
        if (closed.hasFailed()) {
            throw broken("connection lost with data unsent");
        }
    }
}
