package org.asyncio4j.internal.file;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * An open file with what was read ahead of it. The methods under "blocking" are for threads that
 * may wait for a disk, the others never wait.
 *
 * <p>Not synchronised: {@link Turns} give it to one thread after the other. {@link #close}, {@link
 * #isOpen} and {@link #isStream} alone may be called at any time.
 */
public final class OpenFile implements Closeable {
    /*
     * Implementation notes
     *
     * Reading has two steps. The blocking one only fills the read-ahead; the other takes out of it,
     * on the loop, and only if somebody still waits for the bytes. So a cancelled read needs no
     * undoing: `position`, the place of the first byte that nobody took, has not moved.
     *
     * The channel's own position is used where there is no other way: for what cannot seek, and for
     * appending. Everything else names the place it means. So there is nothing to restore when what
     * was read ahead is dropped, and `seek` is mere arithmetic.
     */
    private final FileChannel channel;
    private final boolean stream;
    private final boolean append;
    private final ReadAhead ahead = new ReadAhead();

    /** Of the first byte not taken. Of a stream: how many bytes passed. */
    private long position;

    private OpenFile(FileChannel channel, boolean stream, boolean append) {
        this.channel = channel;
        this.stream = stream;
        this.append = append;
    }

    // ---- blocking

    /** Opens a file. */
    public static OpenFile open(Path path, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        boolean append = options.contains(StandardOpenOption.APPEND);
        var file = new OpenFile(channel, !canSeek(channel), append);
        file.position = append ? channel.position() : 0;
        return file;
    }

    /** Pipes and terminals cannot, and nothing but trying tells. */
    private static boolean canSeek(FileChannel channel) {
        try {
            channel.position(0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Fills the read-ahead until it has so many bytes or the file ends; of a stream, until there is
     * anything.
     *
     * @param wanted asked between blocks, ends the work with false
     */
    public void fill(int count, BooleanSupplier wanted) throws IOException {
        int most = Math.min(count, ReadAhead.LARGEST_ARRAY);
        fill(most, stream ? 1 : most, wanted);
    }

    /** Fills the read-ahead until the file ends. */
    public void fillAll(BooleanSupplier wanted) throws IOException {
        fill(Integer.MAX_VALUE, Integer.MAX_VALUE, wanted);
    }

    private void fill(int most, int enough, BooleanSupplier wanted) throws IOException {
        // Much at once gets an array of its own, of the right size, so that it can be handed out.
        boolean large = most > ReadAhead.BLOCK && !stream;
        if (large) {
            ahead.reserve(Math.min(most, channel.size() - position));
        }
        int count = 0;
        while (count >= 0 && wanted.getAsBoolean() && ahead.size() < enough) {
            if (large && ahead.isFull()) {
                count = readByte(); // before the array grows, because this is most likely the end
            } else {
                count = readBlock(large ? most - ahead.size() : ReadAhead.BLOCK);
            }
        }
        if (large) {
            ahead.trim();
        }
    }

    /** Fills the read-ahead until it has a line or the file ends. */
    public void fillLine(BooleanSupplier wanted) throws IOException {
        while (wanted.getAsBoolean() && !ahead.hasLine()) {
            if (readBlock(ReadAhead.BLOCK) < 0) {
                break;
            }
        }
    }

    private int readBlock(int atMost) throws IOException {
        int count = read(ahead.space(Math.min(atMost, ReadAhead.BLOCK)));
        ahead.added(Math.max(count, 0));
        return count;
    }

    private int readByte() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int count = read(one);
        if (count > 0) {
            ahead.space(ReadAhead.BLOCK).put(one.flip());
            ahead.added(count);
        }
        return count;
    }

    private int read(ByteBuffer target) throws IOException {
        return stream ? channel.read(target) : channel.read(target, position + ahead.size());
    }

    /** Writes everything at the position, or appends it. */
    public void write(Outgoing data) throws IOException {
        dropAhead();
        ByteBuffer block = data.next();
        do {
            write(block);
            if (!block.hasRemaining()) {
                block = data.next();
            }
        } while (block.hasRemaining());
    }

    private void write(ByteBuffer block) throws IOException {
        if (!stream && !append) {
            position += channel.write(block, position);
            return;
        }
        int count = channel.write(block);
        position = stream ? position + count : channel.position();
    }

    /** The length of the file in bytes. */
    public long size() throws IOException {
        return channel.size();
    }

    /** Cuts the file if it is longer, and moves the position to the new end if it was behind. */
    public void truncate(long size) throws IOException {
        dropAhead();
        channel.truncate(size);
        position = Math.min(position, size);
    }

    /** Waits until what was written is on the disk. */
    public void force() throws IOException {
        channel.force(true);
    }

    /** Closes the file. What another thread does with it ends with an exception. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    // ---- taking what was read

    /** Whether {@link #take} needs no {@link #fill}. */
    public boolean has(int count) {
        return ahead.size() >= (stream ? Math.min(count, 1) : count);
    }

    /** Takes up to so many bytes. */
    public byte[] take(int count) {
        byte[] taken = ahead.take(count);
        position += taken.length;
        return taken;
    }

    /** Takes everything that was read. */
    public byte[] takeAll() {
        return take(ahead.size());
    }

    /** Whether {@link #takeLine} needs no {@link #fillLine}. */
    public boolean hasLine() {
        return ahead.hasLine();
    }

    /** Takes a line. One that is malformed is gone, too. */
    public @Nullable String takeLine() throws IOException {
        int length = ahead.lineLength();
        if (length == 0) {
            return null;
        }
        try {
            return ahead.text(length);
        } finally {
            ahead.skip(length);
            position += length;
        }
    }

    // ---- the position

    /** The place of the first byte that was not taken. */
    public long position() {
        return position;
    }

    /** Moves the position. */
    public void seek(long newPosition) throws IOException {
        if (stream) {
            throw new IOException("Illegal seek"); // as the JDK puts it
        }
        long distance = newPosition - position;
        if (distance >= 0 && distance <= ahead.size()) {
            ahead.skip((int) distance);
        } else {
            ahead.clear();
        }
        position = newPosition;
    }

    private void dropAhead() {
        if (!stream) {
            ahead.clear();
        }
    }

    // ---- asking

    /** How many bytes were read ahead. */
    public int readAhead() {
        return ahead.size();
    }

    /** Whether the file cannot seek, and reading or writing may wait for another program. */
    public boolean isStream() {
        return stream;
    }

    /** Whether {@link #close} was not called yet. */
    public boolean isOpen() {
        return channel.isOpen();
    }
}
