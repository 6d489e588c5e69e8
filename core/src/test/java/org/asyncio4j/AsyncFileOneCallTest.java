package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The static functions of AsyncFile, which open, read or write, and close. */
class AsyncFileOneCallTest {
    @TempDir Path dir;

    @AsyncTest
    void writeString_thenReadString_returnsTheText() throws IOException {
        Path path = dir.resolve("file");
        AsyncFile.writeString(path, "Grüße, 世界\n");
        assertEquals("Grüße, 世界\n", AsyncFile.readString(path));
        assertEquals("Grüße, 世界\n", Files.readString(path));
    }

    @AsyncTest
    void writeString_withoutOptions_replacesTheFile() throws IOException {
        Path path = dir.resolve("file");
        AsyncFile.writeString(path, "a long text");
        AsyncFile.writeString(path, CharBuffer.wrap("short"));
        assertEquals("short", AsyncFile.readString(path));
    }

    @AsyncTest
    void writeString_withOptions_followsThem() throws IOException {
        Path path = dir.resolve("file");
        AsyncFile.writeString(path, "one ", StandardOpenOption.CREATE_NEW);
        AsyncFile.writeString(path, "two", StandardOpenOption.APPEND);
        assertEquals("one two", AsyncFile.readString(path));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> AsyncFile.writeString(path, "three", StandardOpenOption.CREATE_NEW));
        assertThrows(
                IllegalArgumentException.class,
                () -> AsyncFile.write(path, new byte[1], StandardOpenOption.READ));
        assertEquals("one two", AsyncFile.readString(path));
    }

    @AsyncTest
    void readString_otherCharset_isDecodedByIt() throws IOException {
        Path path = Files.write(dir.resolve("file"), new byte[] {(byte) 0xE4});
        assertEquals("ä", AsyncFile.readString(path, StandardCharsets.ISO_8859_1));
    }

    @AsyncTest
    void readString_malformed_throws() throws IOException {
        Path path = Files.write(dir.resolve("file"), new byte[] {'a', '\n', (byte) 0xE4, '\n'});
        assertThrows(MalformedInputException.class, () -> AsyncFile.readString(path));
        assertThrows(MalformedInputException.class, () -> AsyncFile.readAllLines(path));
    }

    @AsyncTest
    void write_thenReadAllBytes_returnsTheBytes() throws IOException {
        Path path = dir.resolve("file");
        var bytes = new byte[1_000_003];
        new Random(1).nextBytes(bytes);
        AsyncFile.write(path, bytes);
        assertArrayEquals(bytes, AsyncFile.readAllBytes(path));
        AsyncFile.write(path, new byte[0]);
        assertEquals(0, AsyncFile.readAllBytes(path).length);
        AsyncFile.write(path, new byte[] {1}, StandardOpenOption.APPEND);
        AsyncFile.write(path, new byte[] {2}, StandardOpenOption.APPEND);
        assertArrayEquals(new byte[] {1, 2}, AsyncFile.readAllBytes(path));
    }

    @AsyncTest
    void readAllLines_endsLinesAsReadLineDoes() throws IOException {
        Path path = Files.writeString(dir.resolve("file"), "a\nb\r\n\nc\rd");
        assertEquals(List.of("a", "b", "", "c\rd"), AsyncFile.readAllLines(path));
        Files.writeString(path, "");
        assertEquals(List.of(), AsyncFile.readAllLines(path));
    }

    @AsyncTest
    void oneCall_missingFile_throwsWhatTheJdkThrowsAndShowsTheCaller() {
        Path missing = dir.resolve("missing");
        var error = assertThrows(NoSuchFileException.class, () -> AsyncFile.readString(missing));
        String trace = Arrays.toString(error.getStackTrace());
        assertTrue(trace.contains("AsyncFileOneCallTest"), trace);
        assertFalse(trace.contains("ThreadPoolExecutor"), trace);
        assertThrows(NoSuchFileException.class, () -> AsyncFile.readAllBytes(missing));
        assertThrows(NoSuchFileException.class, () -> AsyncFile.readAllLines(missing));
        assertThrows(
                NoSuchFileException.class,
                () -> AsyncFile.writeString(missing.resolve("file"), "text"));
        assertThrows(
                NoSuchFileException.class,
                () -> AsyncFile.write(missing.resolve("file"), new byte[1]));
    }

    @AsyncTest
    void oneCall_onADirectory_throws() {
        assertThrows(IOException.class, () -> AsyncFile.readString(dir));
        assertThrows(IOException.class, () -> AsyncFile.readAllLines(dir));
        assertThrows(IOException.class, () -> AsyncFile.writeString(dir, "text"));
    }

    @Test
    void oneCall_withoutALoop_isRefused() {
        Path path = dir.resolve("file");
        assertThrows(IllegalStateException.class, () -> AsyncFile.writeString(path, "text"));
        assertFalse(Files.exists(path));
    }

    @AsyncTest
    void oneCall_whileTheDiskIsSlow_letsOtherTasksRun() throws IOException {
        var gated = new GatedFile(Files.writeString(dir.resolve("file"), "a\nb\n"));
        var gate = gated.gateAt("read");
        var reading = createTask(() -> AsyncFile.readAllLines(gated.path()));
        gate.awaitReached();
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
        assertFalse(reading.isDone());
        gate.open();
        assertEquals(List.of("a", "b"), await(reading));
        assertTrue(gated.allClosed());
    }

    @AsyncTest
    void oneCall_severalAtATime_runAtOnce() throws IOException {
        List<Path> paths = List.of(dir.resolve("one"), dir.resolve("two"), dir.resolve("three"));
        gather(paths.stream().map(path -> writing(path)).toList());
        assertEquals(
                List.of("text of one", "text of two", "text of three"),
                gather(
                        paths.stream()
                                .<Block<String, IOException>>map(
                                        path -> () -> AsyncFile.readString(path))
                                .toList()));
    }

    private static Block<Void, IOException> writing(Path path) {
        return () -> {
            AsyncFile.writeString(path, "text of " + path.getFileName());
            return null;
        };
    }

    /** The executor still needs the bytes when the caller does no more wait for them. */
    @AsyncTest
    void write_cancelledMidway_leavesTheArrayToItsCaller() throws IOException {
        Path path = dir.resolve("file");
        var gated = new GatedFile(path);
        var bytes = new byte[300_000];
        Arrays.fill(bytes, (byte) 'a');
        var gate = gated.gateAt("write");
        var closed = gated.gateAt("close");
        var writing =
                createTask(
                        () ->
                                AsyncFile.write(
                                        gated.path(),
                                        bytes,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE));
        gate.awaitReached();
        writing.cancel();
        assertThrows(CancelledError.class, writing::await);
        Arrays.fill(bytes, (byte) 'b');
        gate.open();
        closed.awaitReached();
        closed.open();
        assertEquals("a".repeat(300_000), Files.readString(path));
    }

    @AsyncTest
    void readString_cancelled_endsAtOnce() throws IOException {
        var gated = new GatedFile(Files.writeString(dir.resolve("file"), "text"));
        var gate = gated.gateAt("open");
        var reading = createTask(() -> AsyncFile.readAllLines(gated.path()));
        gate.awaitReached();
        reading.cancel("enough");
        var error = assertThrows(CancelledError.class, reading::await);
        assertEquals("enough", error.getMessage());
        gate.open();
    }
}
