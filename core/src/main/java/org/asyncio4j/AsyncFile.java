package org.asyncio4j;

import org.asyncio4j.internal.file.LineIterator;
import org.asyncio4j.internal.file.Offload;
import org.asyncio4j.internal.file.OpenFile;
import org.asyncio4j.internal.file.Outgoing;
import org.asyncio4j.internal.file.Turns;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A file that is read and written without holding up the loop: whatever may wait for a disk is done
 * by a thread of the loop's default executor, while the calling task is suspended.
 *
 * <pre>{@code
 * try (var file = AsyncFile.open(Path.of("words.txt"))) {
 *     for (var line : file.lines()) {
 *         IO.println(line.length());
 *     }
 * }
 * AsyncFile.writeString(Path.of("greeting.txt"), "hello\n");
 * }</pre>
 *
 * <p>A file has one position, at which it is read and written. It is read ahead in blocks of 64
 * KiB; what is there already, such as the next line, is returned without a suspension. Writing is
 * not buffered: when {@code write} returns, the operating system has the bytes; {@link #force}
 * waits until the disk has them. Pipes and terminals can be used, too, but not sought in. Opening,
 * reading or writing one may wait for another program, and occupies a thread of the executor
 * meanwhile.
 *
 * <p>Text is UTF-8. Malformed text is an error, a {@link
 * java.nio.charset.CharacterCodingException}, as it is for {@link Files#readString(Path)}. Lines
 * end in {@code \n} or {@code \r\n}, as in {@link StreamReader}; a lone {@code \r} is part of a
 * line.
 *
 * <p>Confined to its loop. Several tasks may use a file; their calls take effect one after the
 * other, each as a whole, in the order in which they were made.
 *
 * <p>Cancellation: a call whose turn has not come does nothing. One whose turn has come cannot be
 * stopped where it waits for a disk, but its task does not wait for that.
 *
 * <ul>
 *   <li>A cancelled read takes nothing: the position stays, and what was read by then is kept for
 *       the next read.
 *   <li>A cancelled write or {@link #truncate} goes on to its end. Calls that follow wait for that,
 *       so {@link #position} tells what has become of it. If it fails, the loop's exception handler
 *       is told.
 *   <li>A cancelled {@link #close} closes the file nevertheless.
 *   <li>A cancelled {@link #open} leaves nothing open, even if the file is opened later. It may
 *       have been created or cut by then.
 *   <li>A cancelled one-call function ends unheard: a read is dropped, a write may have been done,
 *       in whole, in part, or not at all.
 * </ul>
 *
 * <p>Errors are the {@link IOException}s of {@link java.nio.channels.FileChannel} and {@link
 * Files}, such as {@link java.nio.file.NoSuchFileException}; their stack traces go on in the
 * calling task. A file not opened for it throws {@link
 * java.nio.channels.NonReadableChannelException} or {@link
 * java.nio.channels.NonWritableChannelException}, and a closed one {@link ClosedChannelException}.
 * On another loop, and where a call would have to suspend but no task runs, it throws {@link
 * IllegalStateException}.
 *
 * <p>Differences from aiofiles: lines do not take a trip to another thread each; a cancelled read
 * loses no data; concurrent calls are put in order; options are those of Java instead of a mode
 * string, so there is no text mode beside the binary one; there is nothing to flush.
 */
public final class AsyncFile implements AutoCloseable {
    private static final BooleanSupplier ALWAYS = () -> true;
    private static final BooleanSupplier NEVER = () -> false;

    private final Path path;

    /** To be touched in a turn only. */
    private final OpenFile file;

    /** Confined to the loop, as is what follows. */
    private final Turns turns = new Turns(this);

    private boolean closing;

    private AsyncFile(Path path, OpenFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a file.
     *
     * @param options as for {@link java.nio.channels.FileChannel#open(Path, OpenOption...)}; to
     *     read, if there are none
     * @throws java.nio.file.NoSuchFileException if there is no such file and none is to be created
     */
    public static AsyncFile open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> set = new LinkedHashSet<>(Arrays.asList(options));
        return new AsyncFile(path, Offload.open(path, set));
    }

    // ---- reading

    /**
     * Reads bytes.
     *
     * @param max the most to return; 0 returns nothing at once
     * @return fewer than {@code max} only at the end of the file, and none behind it; of a pipe, at
     *     least one, as soon as there is one
     */
    public byte[] read(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("max must not be negative: " + max);
        }
        return await(() -> file.has(max), wanted -> file.fill(max, wanted), () -> file.take(max));
    }

    /**
     * Reads to the end of the file.
     *
     * @throws OutOfMemoryError if the rest of the file does not fit into an array
     */
    public byte[] readAllBytes() throws IOException {
        return await(NEVER, file::fillAll, file::takeAll);
    }

    /**
     * Reads a line of text, of any length, and returns it without its end. The last line may lack
     * it.
     *
     * @return null at the end of the file
     * @throws java.nio.charset.CharacterCodingException if the line is malformed; the next call
     *     reads what follows it
     */
    public @Nullable String readLine() throws IOException {
        return this.<@Nullable String>await(file::hasLine, file::fillLine, file::takeLine);
    }

    /**
     * The lines from the position on, for a {@code for} statement. Each is read by {@link
     * #readLine} when the statement asks for it; what that throws comes out of the statement as it
     * is, although an {@code Iterable} cannot declare it.
     */
    public Iterable<String> lines() {
        return () -> new LineIterator(this::readLine);
    }

    // ---- writing

    /**
     * Writes all of the buffer's remaining bytes at the position, or at the end of a file that was
     * opened to append. The buffer is read to its end if the call returns, and not moved if it
     * throws. In either case it may be used again at once.
     */
    public void write(ByteBuffer data) throws IOException {
        var outgoing = new Outgoing(data);
        try {
            await(wanted -> file.write(outgoing));
        } finally {
            outgoing.detach();
        }
        data.position(data.limit());
    }

    /** Writes the bytes. See {@link #write(ByteBuffer)}. */
    public void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /**
     * Writes the text as UTF-8. See {@link #write(ByteBuffer)}.
     *
     * @throws java.nio.charset.CharacterCodingException if the text has half a surrogate pair
     */
    public void write(String text) throws IOException {
        write(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
    }

    /**
     * Suspends until the disk has what was written, and what the file system keeps about the file.
     */
    public void force() throws IOException {
        await(wanted -> file.force());
    }

    // ---- position and size

    /**
     * Where the next read or write takes place, in bytes from the beginning. Of a pipe: how many
     * bytes were read and written. Suspends only to wait for its turn.
     */
    public long position() throws IOException {
        return await(ALWAYS, wanted -> {}, file::position);
    }

    /**
     * Moves the position, possibly behind the end, where a write fills the gap with zeros. Suspends
     * only to wait for its turn.
     *
     * @throws IOException if this is a pipe or a terminal
     */
    public void seek(long position) throws IOException {
        checkNotNegative("position", position);
        this.<@Nullable Void>await(
                ALWAYS,
                wanted -> {},
                () -> {
                    file.seek(position);
                    return null;
                });
    }

    /** The length of the file in bytes. */
    public long size() throws IOException {
        var size = new long[1];
        return await(NEVER, wanted -> size[0] = file.size(), () -> size[0]);
    }

    /**
     * Cuts the file to the given size, and moves the position there if it is behind. A file that is
     * not longer stays as it is.
     */
    public void truncate(long size) throws IOException {
        checkNotNegative("size", size);
        await(wanted -> file.truncate(size));
    }

    private static void checkNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }

    // ---- turns

    private void await(Turns.Work work) throws IOException {
        this.<@Nullable Void>await(NEVER, work, () -> null);
    }

    private <T extends @Nullable Object> T await(
            BooleanSupplier ready, Turns.Work work, Block<T, IOException> take) throws IOException {
        turns.checkLoop();
        if (closing) {
            throw new ClosedChannelException();
        }
        try {
            return turns.await(ready, work, take);
        } finally {
            releaseStream();
        }
    }

    // ---- closing

    /** Whether {@link #close} was not called yet. */
    public boolean isOpen() {
        return !closing;
    }

    /**
     * Closes the file once the calls that were made before have ended. Calls made from now on throw
     * {@link ClosedChannelException}. Closing twice is allowed.
     *
     * <p>What a cancelled call still does with a file is waited for as well, but not with a pipe or
     * a terminal, where that may take for ever: there it is cut off.
     *
     * <p>Cancellation: if the wait is cancelled, the file is closed nevertheless, as soon as those
     * calls have ended.
     */
    @Override
    public void close() throws IOException {
        turns.checkLoop();
        if (turns.isFree() && !file.isOpen()) {
            return;
        }
        Offload.checkTask();
        closing = true;
        releaseStream();
        turns.awaitInAnyCase(wanted -> file.close());
    }

    /** Lets go of a stream that is to be closed and that a thread waits for, for nobody. */
    private void releaseStream() {
        if (closing && file.isStream() && turns.isHeldUp()) {
            turns.interveneWith(wanted -> file.close());
        }
    }

    @Override
    public String toString() {
        return "<AsyncFile " + path + " " + state() + ">";
    }

    private String state() {
        if (!file.isOpen()) {
            return "closed";
        }
        if (closing) {
            return "closing calls=" + turns.count();
        }
        return turns.isFree()
                ? "open position=" + file.position() + " readAhead=" + file.readAhead()
                : "open calls=" + turns.count();
    }

    // ---- in one call

    /** Reads a file as UTF-8 text. See {@link Files#readString(Path)}. */
    public static String readString(Path path) throws IOException {
        return Offload.call(() -> Files.readString(path));
    }

    /** Reads a file as text. See {@link Files#readString(Path, Charset)}. */
    public static String readString(Path path, Charset charset) throws IOException {
        return Offload.call(() -> Files.readString(path, charset));
    }

    /** Reads a file. See {@link Files#readAllBytes(Path)}. */
    public static byte[] readAllBytes(Path path) throws IOException {
        return Offload.call(() -> Files.readAllBytes(path));
    }

    /** Reads the lines of a file of UTF-8 text, as {@link #readLine} does. */
    public static List<String> readAllLines(Path path) throws IOException {
        return Offload.call(() -> readLinesNow(path));
    }

    private static List<String> readLinesNow(Path path) throws IOException {
        var lines = new ArrayList<String>();
        try (OpenFile file = OpenFile.open(path, Set.of(StandardOpenOption.READ))) {
            while (true) {
                file.fillLine(ALWAYS);
                String line = file.takeLine();
                if (line == null) {
                    return lines;
                }
                lines.add(line);
            }
        }
    }

    /**
     * Writes text to a file as UTF-8. See {@link Files#writeString(Path, CharSequence,
     * OpenOption...)}.
     *
     * @param options to create the file or cut it, if there are none
     */
    public static void writeString(Path path, CharSequence text, OpenOption... options)
            throws IOException {
        String copy = text.toString();
        OpenOption[] optionsCopy = options.clone();
        Offload.call(() -> Files.writeString(path, copy, optionsCopy));
    }

    /**
     * Writes bytes to a file. See {@link Files#write(Path, byte[], OpenOption...)}. The array may
     * be used again at once, even if the call is cancelled.
     *
     * @param options to create the file or cut it, if there are none
     */
    public static void write(Path path, byte[] data, OpenOption... options) throws IOException {
        var outgoing = new Outgoing(ByteBuffer.wrap(data));
        OpenOption[] optionsCopy = options.clone();
        try {
            Offload.call(
                    () -> {
                        try (OutputStream out = Files.newOutputStream(path, optionsCopy)) {
                            outgoing.writeTo(out);
                        }
                        return path;
                    });
        } finally {
            outgoing.detach();
        }
    }
}
