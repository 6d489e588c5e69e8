package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** Writing to a file, and where in it. */
class AsyncFileWriteTest {
    private static final int BLOCK = 64 * 1024;

    @TempDir Path dir;

    private Path fileOf(String content) throws IOException {
        return Files.writeString(dir.resolve("file"), content);
    }

    private Path fileOf(byte[] content) throws IOException {
        return Files.write(dir.resolve("file"), content);
    }

    private static byte[] randomBytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static AsyncFile openToUpdate(Path path) throws IOException {
        return AsyncFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    // ---- writing

    @AsyncTest
    void write_everyForm_arrives() throws IOException {
        Path path = dir.resolve("new");
        var buffer = ByteBuffer.wrap("..buffer..".getBytes(StandardCharsets.UTF_8), 2, 6);
        var direct = ByteBuffer.allocateDirect(8).put("direct".getBytes(StandardCharsets.UTF_8));
        direct.flip();
        try (var file = AsyncFile.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write("tëxt ");
            file.write("bytes ".getBytes(StandardCharsets.UTF_8));
            file.write(buffer);
            file.write(direct.asReadOnlyBuffer());
            file.write(direct);
            file.write("");
            file.write(new byte[0]);
            file.force();
            assertEquals(30, file.position());
            assertEquals(30, file.size());
        }
        assertEquals("tëxt bytes bufferdirectdirect", Files.readString(path));
        assertEquals(0, buffer.remaining());
        assertEquals(8, buffer.limit());
        assertEquals(0, direct.remaining());
    }

    @AsyncTest
    void write_severalBlocks_arrivesWhole() throws IOException {
        byte[] content = randomBytes(7 * BLOCK + 5);
        Path path = fileOf("");
        try (var file = openToUpdate(path)) {
            file.write(content);
            file.seek(0);
            assertArrayEquals(content, file.readAllBytes());
        }
    }

    @AsyncTest
    void write_afterReadingAhead_goesWhereTheReadsEnded() throws IOException {
        Path path = fileOf("one\ntwo\nthree\n");
        try (var file = openToUpdate(path)) {
            assertEquals("one", file.readLine());
            file.write("TWO");
            assertEquals(7, file.position());
            assertEquals("", file.readLine());
            assertEquals("three", file.readLine());
            file.seek(0);
            file.write("ONE");
            file.seek(0);
            assertEquals(
                    "ONE\nTWO\nthree\n", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AsyncTest
    void write_overWhatWasReadAhead_isSeenByTheNextRead() throws IOException {
        try (var file = openToUpdate(fileOf("abcdef"))) {
            assertEquals("ab", new String(file.read(2), StandardCharsets.UTF_8));
            file.seek(4);
            file.write("XY");
            file.seek(2);
            assertEquals("cdXY", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AsyncTest
    void write_toAppend_goesToTheEndWhereverThePositionIs() throws IOException {
        Path path = fileOf("start ");
        try (var file = AsyncFile.open(path, StandardOpenOption.APPEND)) {
            assertEquals(6, file.position());
            file.write("one ");
            file.seek(0);
            assertEquals(0, file.position());
            Files.writeString(path, "other ", StandardOpenOption.APPEND);
            file.write("two");
            assertEquals(19, file.position());
        }
        assertEquals("start one other two", Files.readString(path));
    }

    @AsyncTest
    void write_behindTheEnd_fillsTheGapWithZeros() throws IOException {
        Path path = fileOf("ab");
        try (var file = openToUpdate(path)) {
            file.seek(5);
            assertEquals(0, file.read(1).length);
            file.write("c");
            assertEquals(6, file.size());
        }
        assertArrayEquals(new byte[] {'a', 'b', 0, 0, 0, 'c'}, Files.readAllBytes(path));
    }

    @AsyncTest
    void write_halfASurrogatePair_throwsAndWritesNothing() throws IOException {
        Path path = fileOf("");
        try (var file = openToUpdate(path)) {
            assertThrows(MalformedInputException.class, () -> file.write("a\uD800"));
        }
        assertEquals(0, Files.size(path));
    }

    @AsyncTest
    void write_thatMovesFewBytesAtATime_arrivesWhole() throws IOException {
        byte[] content = randomBytes(1000);
        Path path = fileOf("");
        var gated = new GatedFile(path);
        gated.moveAtMost(7);
        try (var file = AsyncFile.open(gated.path(), StandardOpenOption.WRITE)) {
            file.write(content);
            assertEquals(1000, file.position());
        }
        try (var file = AsyncFile.open(gated.path(), StandardOpenOption.APPEND)) {
            file.write(content);
            assertEquals(2000, file.position());
        }
        byte[] written = Files.readAllBytes(path);
        assertArrayEquals(content, Arrays.copyOf(written, 1000));
        assertArrayEquals(content, Arrays.copyOfRange(written, 1000, 2000));
    }

    @AsyncTest
    void write_toAFullDisk_throwsAndThePositionTellsHowFarItGot() throws IOException {
        var gated = new GatedFile(fileOf(""));
        gated.failAfter(BLOCK + 100);
        try (var file = AsyncFile.open(gated.path(), StandardOpenOption.WRITE)) {
            var data = ByteBuffer.allocate(3 * BLOCK);
            var error = assertThrows(IOException.class, () -> file.write(data));
            assertEquals("No space left on device", error.getMessage());
            assertEquals(BLOCK + 100, file.position());
            assertEquals(3 * BLOCK, data.remaining());
        }
    }

    // ---- position and size

    @AsyncTest
    void seek_anywhere_readsFromThere() throws IOException {
        byte[] content = randomBytes(4 * BLOCK);
        try (var file = AsyncFile.open(fileOf(content))) {
            file.read(10);
            for (int place : new int[] {5, 10, 11, BLOCK - 1, BLOCK, 3 * BLOCK, 0, 4 * BLOCK - 1}) {
                file.seek(place);
                assertEquals(place, file.position());
                assertArrayEquals(Arrays.copyOfRange(content, place, place + 1), file.read(1));
            }
            assertThrows(IllegalArgumentException.class, () -> file.seek(-1));
            assertEquals(4 * BLOCK, file.position());
        }
    }

    @AsyncTest
    void truncate_cutsAndMovesThePositionIfItIsBehind() throws IOException {
        Path path = fileOf("0123456789");
        try (var file = openToUpdate(path)) {
            assertEquals(8, file.read(8).length);
            file.truncate(20);
            assertEquals(10, file.size());
            assertEquals(8, file.position());
            file.truncate(9);
            assertEquals(8, file.position());
            assertEquals("8", new String(file.readAllBytes(), StandardCharsets.UTF_8));
            file.truncate(3);
            assertEquals(3, file.position());
            assertEquals(0, file.read(1).length);
            assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
        }
        assertEquals("012", Files.readString(path));
    }
}
