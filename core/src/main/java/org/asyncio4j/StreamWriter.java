package org.asyncio4j;

import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The outgoing half of a {@link Connection}.
 *
 * <p>Writing gives back-pressure by itself: {@code write} returns at once while the peer keeps up,
 * and suspends when more than 64 KiB wait to be sent, until they are 16 KiB. So nobody has to
 * remember {@link #drain}. Several tasks may write; each write is sent in one piece. Confined to
 * its loop.
 *
 * <p>Cancellation: a write that is cancelled while it suspends has been taken and will be sent. So
 * a loop that gives up each write after a time and writes on piles up what a slow peer does not
 * take: close the connection instead.
 *
 * <p>Models {@code asyncio.StreamWriter}. Difference: writing to a lost connection throws instead
 * of losing the data silently.
 */
public final class StreamWriter {
    private final StreamProtocol protocol;

    /** Keeps the connection from being taken for forgotten while somebody may write. */
    @SuppressWarnings({"unused", "UnusedVariable"})
    private final @Nullable Connection connection;

    StreamWriter(StreamProtocol protocol, @Nullable Connection connection) {
        this.protocol = protocol;
        this.connection = connection;
    }

    /**
     * Sends the bytes. The buffer is read to its end and may be reused when the call returns.
     *
     * @throws IOException if the connection is lost
     * @throws IllegalStateException after {@link #writeEof} or {@link #close}, or while a file is
     *     sent
     */
    public void write(ByteBuffer data) throws IOException {
        protocol.write(data);
    }

    /** {@link #write(ByteBuffer)} that never suspends; {@link #drain} is to follow. */
    void send(ByteBuffer data) throws IOException {
        protocol.send(data);
    }

    /** Sends the bytes. See {@link #write(ByteBuffer)}. */
    public void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /** Sends the text as UTF-8. See {@link #write(ByteBuffer)}. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the buffers one after the other. See {@link #write(ByteBuffer)}. */
    public void writeAll(List<ByteBuffer> data) throws IOException {
        protocol.write(data);
    }

    /**
     * Sends a whole file; suspends until the system has taken it. TCP and Unix sockets are given
     * the file without copying it.
     *
     * <p>Cancellation: some of the file may have been sent.
     *
     * @return how long the file was
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection is lost, or the file cannot be read
     * @throws IllegalStateException after {@link #writeEof} or {@link #close}, or while a file is
     *     sent
     */
    public long sendFile(Path file) throws IOException {
        return protocol.sendFile(file);
    }

    /**
     * Suspends while too much waits to be sent. {@code write} does so by itself.
     *
     * @throws IOException if the connection is lost
     */
    public void drain() throws IOException {
        protocol.drain();
    }

    /**
     * Tells the peer that nothing more will come, after what was written. Reading goes on.
     *
     * @throws UnsupportedOperationException if this kind of connection cannot
     * @throws IllegalStateException while a file is sent
     */
    public void writeEof() {
        protocol.writeEof();
    }

    /** Whether {@link #writeEof} can be done: TLS before 1.3 cannot. */
    public boolean canWriteEof() {
        return protocol.transport().canWriteEof();
    }

    /** What is under this writer: for the limits of its buffer, for example. */
    public Transport transport() {
        return protocol.transport();
    }

    /** Begins to close the connection: what was written is still sent. Does not wait for it. */
    public void close() {
        protocol.close();
    }

    /** Whether {@link #close} was called or the connection is lost. */
    public boolean isClosing() {
        return protocol.transport().isClosing();
    }

    /**
     * Suspends until the connection is closed. Does not close it.
     *
     * @throws IOException if it broke before everything written was sent
     */
    public void waitClosed() throws IOException {
        protocol.waitClosed();
    }

    @Override
    public String toString() {
        return "<StreamWriter transport=" + protocol.transport() + ">";
    }
}
