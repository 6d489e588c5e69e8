package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.SendfileNotAvailableException;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The sending of a part of a file, in the calling task. What may wait for a disk is done by threads
 * of the executor. The file's position follows what was sent, whatever the end.
 */
public final class FileSending {
    /** How much is sent before others get a turn, and a cancel is heard; asyncio's. */
    private static final int PIECE = 256 * 1024;

    /** How much is copied at a time where the system cannot send by itself; asyncio's. */
    private static final int COPIED_PIECE = 16 * 1024;

    /** What the owner of a socket does in between. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private final EventLoop loop;
    private final FileChannel file;
    private final long offset;
    private final long count;

    /** How much was sent. */
    private long sent;

    FileSending(EventLoop loop, FileChannel file, long offset, long count) {
        if (offset < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "offset (" + offset + ") and count (" + count + ") must not be negative");
        }
        this.loop = loop;
        this.file = file;
        this.offset = offset;
        this.count = count;
    }

    /** Sends a part of a file and returns how much that was. */
    public static long send(
            EventLoop loop,
            Transport transport,
            FileChannel file,
            long offset,
            long count,
            boolean fallback)
            throws IOException {
        var sending = new FileSending(loop, file, offset, count);
        if (transport.isClosing()) {
            throw new IllegalStateException("the transport is closing: " + transport);
        }
        if (transport instanceof SocketTransport socket) {
            return socket.send(sending);
        }
        if (!fallback) {
            throw new SendfileNotAvailableException(
                    "the system cannot send a file over " + transport);
        }
        return sending.copy(transport);
    }

    /** Sends a whole file and returns how long it was. */
    public static long send(EventLoop loop, Transport transport, Path path) throws IOException {
        var opened = new FileChannel[1];
        try {
            FileChannel file =
                    whole(
                            loop,
                            () -> {
                                opened[0] = FileChannel.open(path, StandardOpenOption.READ);
                                return opened[0];
                            });
            return send(loop, transport, file, 0, Long.MAX_VALUE, true);
        } finally {
            if (opened[0] != null) { // also if a cancel came meanwhile
                whole(loop, () -> close(opened[0]));
            }
        }
    }

    private static boolean close(FileChannel file) throws IOException {
        file.close();
        return true;
    }

    /**
     * Has work done by a thread of the executor. A thread cannot be kept from ending what it has
     * begun, so a cancel waits for it: else nobody would know what was done.
     */
    private static <T> T whole(EventLoop loop, Block<T, IOException> work) throws IOException {
        Optional<T> result =
                Asyncio.cancelScope(
                        scope -> {
                            scope.setShielding(true);
                            return Asyncio.await(loop.runInExecutor(null, work), IOException.class);
                        });
        Asyncio.sleep(Duration.ZERO); // where a cancel comes that was kept off
        return result.orElseThrow();
    }

    // ---- by the system

    /**
     * Sends without copying. Nobody else writes to the channel meanwhile, or closes it.
     *
     * @param check throws if no more is to be sent
     * @param awaitWritable suspends until the socket takes more, or throws
     */
    long send(SocketChannel channel, Step check, Step awaitWritable) throws IOException {
        while (sent < count) {
            check.run();
            long moved = whole(loop, () -> sendPiece(channel));
            if (moved < 0) {
                break;
            } else if (moved == 0) {
                awaitWritable.run();
            }
            sent += moved;
        }
        return sent;
    }

    /** Returns how much the socket took, -1 at the end of the file. */
    private long sendPiece(SocketChannel channel) throws IOException {
        long position = offset + sent;
        long moved = file.transferTo(position, Math.min(PIECE, count - sent), channel);
        if (moved > 0) {
            file.position(position + moved);
        }
        return moved == 0 && position >= file.size() ? -1 : moved;
    }

    // ---- by copying

    private long copy(Transport transport) throws IOException {
        if (transport.protocol() instanceof FlowProtocol) {
            throw new IllegalStateException("another file is sent over " + transport);
        }
        var flow = new FlowProtocol(loop, transport);
        try {
            while (sent < count) {
                ByteBuffer piece = whole(loop, this::readPiece);
                int size = piece.remaining();
                if (size == 0) {
                    break;
                }
                flow.write(piece);
                sent += size; // before a cancel can come: it will be sent
                flow.drain();
            }
            return sent;
        } finally {
            flow.end();
            if (sent > 0 && file.isOpen()) {
                file.position(offset + sent);
            }
        }
    }

    /** Reads what comes next, nothing at the end of the file. */
    private ByteBuffer readPiece() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPIED_PIECE, count - sent));
        file.read(piece, offset + sent);
        return piece.flip();
    }
}
