package org.asyncio4j;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real file behind a path that obeys the test: its operations can be stopped midway, made to move
 * few bytes at a time, or to fail. Operations are called {@code open}, {@code read}, {@code write},
 * {@code transferTo}, {@code force}, {@code size}, {@code truncate} and {@code close}.
 */
final class GatedFile {
    private final Path real;
    private final Path path;
    private final FileSystem fileSystem = new GatedFileSystem();
    private final Deque<Gate> gates = new ArrayDeque<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<FileChannel> channels = new CopyOnWriteArrayList<>();
    private volatile int mostAtOnce = Integer.MAX_VALUE;
    private volatile long sizeError;
    private final AtomicLong roomLeft = new AtomicLong(Long.MAX_VALUE);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile Thread opener;

    GatedFile(Path real) {
        this.real = real;
        this.path =
                (Path)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Path.class},
                                (proxy, method, arguments) ->
                                        switch (method.getName()) {
                                            case "getFileSystem" -> fileSystem;
                                            case "toString" -> "gated " + real;
                                            case "hashCode" -> real.hashCode();
                                            case "equals" -> proxy == arguments[0];
                                            default ->
                                                    throw new UnsupportedOperationException(
                                                            method.toString());
                                        });
    }

    /** The path that the code under test gets. */
    Path path() {
        return path;
    }

    // ---- what the test asks for

    /** A place that the next operation of the given name stops at, on its thread. */
    synchronized Gate gateAt(String operation) {
        var gate = new Gate(operation);
        gates.add(gate);
        return gate;
    }

    /** A stopped operation. */
    static final class Gate {
        private final String operation;
        private final CompletableFuture<Void> reached = new CompletableFuture<>();
        private final CountDownLatch open = new CountDownLatch(1);

        private Gate(String operation) {
            this.operation = operation;
        }

        /** Suspends until the operation is here. */
        void awaitReached() {
            Asyncio.await(reached);
        }

        /** Lets the operation go on. */
        void open() {
            open.countDown();
        }
    }

    /** Reads and writes move at most so many bytes from now on. */
    void moveAtMost(int count) {
        mostAtOnce = count;
    }

    /** {@code size()} is wrong from now on. */
    void lieAboutSizeBy(long error) {
        sizeError = error;
    }

    /** Writes fail from now on when they have written so many bytes. */
    void failAfter(long count) {
        roomLeft.set(count);
    }

    /** The operations so far. */
    List<String> log() {
        return log;
    }

    long count(String operation) {
        return log.stream().filter(operation::equals).count();
    }

    /** Whether every channel that was opened is closed. */
    boolean allClosed() {
        return channels.stream().noneMatch(FileChannel::isOpen);
    }

    /** Done when a channel was closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** The thread that opened the file, or is about to. */
    Thread opener() {
        return opener;
    }

    // ---- the file

    private void pass(String operation) throws IOException {
        log.add(operation);
        Gate gate = takeGate(operation);
        if (gate != null) {
            gate.reached.complete(null);
            try {
                gate.open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private synchronized Gate takeGate(String operation) {
        Gate gate = gates.peek();
        return gate != null && gate.operation.equals(operation) ? gates.remove() : null;
    }

    private FileChannel open(Set<? extends OpenOption> options) throws IOException {
        opener = Thread.currentThread();
        pass("open");
        FileChannel channel = FileChannel.open(real, options);
        channels.add(channel);
        return new GatedChannel(channel);
    }

    private final class GatedChannel extends FileChannel {
        private final FileChannel channel;

        GatedChannel(FileChannel channel) {
            this.channel = channel;
        }

        private interface Transfer {
            int move(ByteBuffer buffer) throws IOException;
        }

        /** Does with some of the buffer what should have been done with all of it. */
        private static int some(ByteBuffer buffer, long most, Transfer transfer)
                throws IOException {
            int limit = buffer.limit();
            buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), most));
            try {
                return transfer.move(buffer);
            } finally {
                buffer.limit(limit);
            }
        }

        private int read(ByteBuffer target, Transfer transfer) throws IOException {
            pass("read");
            return some(target, mostAtOnce, transfer);
        }

        private int write(ByteBuffer source, Transfer transfer) throws IOException {
            pass("write");
            if (source.hasRemaining() && roomLeft.get() == 0) {
                throw new IOException("No space left on device");
            }
            int count = some(source, Math.min(mostAtOnce, roomLeft.get()), transfer);
            roomLeft.addAndGet(-count);
            return count;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return read(target, channel::read);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return read(target, buffer -> channel.read(buffer, position));
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return write(source, channel::write);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return write(source, buffer -> channel.write(buffer, position));
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            pass("size");
            return channel.size() + sizeError;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            pass("truncate");
            channel.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            pass("force");
            channel.force(metaData);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            pass("close");
            channel.close();
            closed.complete(null);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target)
                throws IOException {
            pass("transferTo");
            return channel.transferTo(position, Math.min(count, mostAtOnce), target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }

    // ---- a file system of one file

    private final class GatedProvider extends FileSystemProvider {
        @Override
        public FileChannel newFileChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return open(options);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return open(options);
        }

        @Override
        public String getScheme() {
            return "gated";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(
                Path directory, DirectoryStream.Filter<? super Path> filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDirectory(Path directory, FileAttribute<?>... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSameFile(Path path, Path other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isHidden(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileStore getFileStore(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(
                Path path, Class<A> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> readAttributes(
                Path path, String attributes, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }

    private final class GatedFileSystem extends FileSystem {
        private final FileSystemProvider provider = new GatedProvider();

        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return File.separator;
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return Set.of();
        }

        @Override
        public Path getPath(String first, String... more) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PathMatcher getPathMatcher(String syntaxAndPattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}
