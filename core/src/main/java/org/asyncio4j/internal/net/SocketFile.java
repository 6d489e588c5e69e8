package org.asyncio4j.internal.net;

import org.asyncio4j.internal.logging.Log;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of a listening Unix socket: in the way before, if stale, and to be deleted after. */
final class SocketFile {
    /** Where a file's mode says what it is, and what it says of sockets ({@code S_IFSOCK}). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private final Path path;
    private final boolean isRemoved;

    /** Tells the file that was bound from one that somebody else put in its place. */
    private @Nullable Object key;

    private SocketFile(Path path, boolean isRemoved) {
        this.path = path;
        this.isRemoved = isRemoved;
    }

    /**
     * Deletes the socket that a server which is gone has left. Anything else stays, and so does a
     * socket that somebody listens on; asyncio would take that one over.
     */
    static SocketFile prepare(Path path, boolean isRemoved) throws IOException {
        try {
            if (isSocket(path) && !isListenedOn(path)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // as it should be
        }
        return new SocketFile(path, isRemoved);
    }

    private static boolean isSocket(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & TYPE) == SOCKET;
        }
        return attributesOf(path).isOther();
    }

    /** Only a refusal says that nobody does: a full backlog, for example, is another error. */
    private static boolean isListenedOn(Path path) throws IOException {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            try {
                probe.connect(UnixDomainSocketAddress.of(path));
                return true;
            } catch (ConnectException e) {
                return false;
            } catch (SocketException e) {
                return true;
            }
        }
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    void bound() throws IOException {
        key = attributesOf(path).fileKey();
    }

    /** Deletes the file if it is still the one that was bound. */
    void remove() {
        if (!isRemoved || key == null) {
            return;
        }
        try {
            if (key.equals(attributesOf(path).fileKey())) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody was faster
        } catch (IOException e) {
            Log.asyncio().log(Level.ERROR, "cannot delete the socket " + path, e);
        }
    }
}
