package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;

class AsyncFileTest {
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

    private static List<String> linesOf(Path path) throws IOException {
        var lines = new ArrayList<String>();
        try (var file = AsyncFile.open(path)) {
            for (String line : file.lines()) {
                lines.add(line);
            }
            assertNull(file.readLine());
        }
        return lines;
    }

    // ---- opening

    @AsyncTest
    void open_missingFile_throwsWhatTheJdkThrows() {
        Path missing = dir.resolve("missing");
        var error = assertThrows(NoSuchFileException.class, () -> AsyncFile.open(missing));
        assertEquals(missing.toString(), error.getFile());
    }

    @AsyncTest
    void open_missingFile_stackTraceGoesOnInTheCaller() {
        var error = assertThrows(IOException.class, () -> openInAMethod(dir.resolve("missing")));
        List<String> methods =
                Arrays.stream(error.getStackTrace())
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .toList();
        int caller = methods.indexOf(AsyncFileTest.class.getName() + ".openInAMethod");
        assertTrue(caller > 0, methods.toString());
        assertEquals(AsyncFile.class.getName() + ".open", methods.get(caller - 1));
        assertTrue(methods.getFirst().startsWith("sun.nio."), methods.toString());
        assertFalse(methods.toString().contains("ThreadPoolExecutor"), methods.toString());
    }

    private static AsyncFile openInAMethod(Path path) throws IOException {
        return AsyncFile.open(path);
    }

    @AsyncTest
    void open_createNewWhereAFileIs_throws() throws IOException {
        Path path = fileOf("");
        assertThrows(
                FileAlreadyExistsException.class,
                () ->
                        AsyncFile.open(
                                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @AsyncTest
    void open_optionsThatContradict_throwsWhatTheJdkThrows() throws IOException {
        Path path = fileOf("");
        assertThrows(
                IllegalArgumentException.class,
                () -> AsyncFile.open(path, StandardOpenOption.READ, StandardOpenOption.APPEND));
    }

    /** On Linux a directory can be opened but not read; elsewhere not even that. */
    @AsyncTest
    void open_directory_cannotBeRead() {
        assertThrows(
                IOException.class,
                () -> {
                    try (var file = AsyncFile.open(dir)) {
                        file.read(1);
                    }
                });
    }

    @Test
    void open_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> AsyncFile.open(dir.resolve("file")));
    }

    @AsyncTest
    void open_inACallback_isRefusedAndOpensNothing(TestLoop loop) {
        Path path = dir.resolve("file");
        getRunningLoop()
                .callSoon(
                        () ->
                                assertThrows(
                                        IllegalStateException.class,
                                        () ->
                                                AsyncFile.open(
                                                        path,
                                                        StandardOpenOption.CREATE,
                                                        StandardOpenOption.WRITE)));
        sleep(seconds(1));
        assertEquals(List.of(), loop.takeReports());
        assertFalse(Files.exists(path));
    }

    // ---- reading bytes

    @AsyncTest
    void read_inPieces_returnsEverythingInOrder() throws IOException {
        byte[] content = randomBytes(3 * BLOCK + 77);
        var read = new ByteArrayOutputStream();
        try (var file = AsyncFile.open(fileOf(content))) {
            int max = 1;
            for (byte[] part = file.read(max); part.length > 0; part = file.read(max)) {
                assertTrue(part.length == max || read.size() + part.length == content.length);
                assertEquals(read.size() + part.length, file.position());
                read.write(part);
                max = max * 3 % 50_021;
            }
            assertEquals(content.length, file.position());
        }
        assertArrayEquals(content, read.toByteArray());
    }

    @AsyncTest
    void read_moreThanABlock_fillsTheArray() throws IOException {
        byte[] content = randomBytes(5 * BLOCK);
        try (var file = AsyncFile.open(fileOf(content))) {
            assertArrayEquals(Arrays.copyOf(content, 10), file.read(10));
            assertArrayEquals(
                    Arrays.copyOfRange(content, 10, 10 + 3 * BLOCK), file.read(3 * BLOCK));
            assertArrayEquals(
                    Arrays.copyOfRange(content, 10 + 3 * BLOCK, content.length),
                    file.read(3 * BLOCK));
            assertEquals(0, file.read(3 * BLOCK).length);
        }
    }

    @AsyncTest
    void read_asMuchAsAnIntCounts_returnsWhatThereIs() throws IOException {
        byte[] content = randomBytes(BLOCK + 1);
        try (var file = AsyncFile.open(fileOf(content))) {
            assertArrayEquals(content, file.read(Integer.MAX_VALUE));
            assertEquals(0, file.read(Integer.MAX_VALUE).length);
        }
    }

    @AsyncTest
    void read_nothing_returnsNothing() throws IOException {
        try (var file = AsyncFile.open(fileOf("x"))) {
            assertEquals(0, file.read(0).length);
            assertThrows(IllegalArgumentException.class, () -> file.read(-1));
            assertEquals("x", new String(file.read(1), StandardCharsets.UTF_8));
        }
    }

    @AsyncTest
    void read_emptyFile_returnsNothing() throws IOException {
        try (var file = AsyncFile.open(fileOf(""))) {
            assertEquals(0, file.read(10).length);
            assertEquals(0, file.readAllBytes().length);
            assertNull(file.readLine());
            assertFalse(file.lines().iterator().hasNext());
            assertEquals(0, file.size());
            assertEquals(0, file.position());
        }
    }

    @AsyncTest
    void read_atTheEndOfAFileThatGrows_goesOn() throws IOException {
        Path path = fileOf("one\n");
        try (var file = AsyncFile.open(path)) {
            assertEquals("one", file.readLine());
            assertNull(file.readLine());
            Files.writeString(path, "two\nthree", StandardOpenOption.APPEND);
            assertEquals("two", file.readLine());
            assertEquals("three", file.readLine());
            assertNull(file.readLine());
            Files.writeString(path, "four", StandardOpenOption.APPEND);
            assertEquals("four", new String(file.readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(0, file.readAllBytes().length);
        }
    }

    @AsyncTest
    void readAllBytes_ofSeveralBlocks_returnsTheRest() throws IOException {
        for (int size : new int[] {1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK, 7 * BLOCK + 13}) {
            byte[] content = randomBytes(size);
            Path path = fileOf(content);
            try (var file = AsyncFile.open(path)) {
                assertArrayEquals(content, file.readAllBytes());
                assertEquals(size, file.position());
            }
            try (var file = AsyncFile.open(path)) {
                assertArrayEquals(Arrays.copyOf(content, 1), file.read(1));
                assertArrayEquals(Arrays.copyOfRange(content, 1, size), file.readAllBytes());
            }
        }
    }

    /** Such as those of /proc, which are empty to all appearances. */
    @AsyncTest
    void readAllBytes_ofAFileThatKnowsItsSizeBadly_returnsEverything() throws IOException {
        byte[] content = randomBytes(3 * BLOCK);
        var gated = new GatedFile(fileOf(content));
        for (int error : new int[] {-content.length, -1, 1, 100_000}) {
            gated.lieAboutSizeBy(error);
            try (var file = AsyncFile.open(gated.path())) {
                assertArrayEquals(content, file.readAllBytes());
            }
        }
    }

    @AsyncTest
    void readAllBytes_ofAFileOfKnownSize_readsNothingTwice() throws IOException {
        byte[] content = randomBytes(3 * BLOCK);
        var gated = new GatedFile(fileOf(content));
        try (var file = AsyncFile.open(gated.path())) {
            assertArrayEquals(content, file.readAllBytes());
        }
        assertEquals(List.of("open", "size", "read", "read", "read", "read", "close"), gated.log());
    }

    @AsyncTest
    void read_thatMovesFewBytesAtATime_isComplete() throws IOException {
        String text = "first\nsecond\r\nthird";
        var gated = new GatedFile(fileOf(text));
        gated.moveAtMost(1);
        try (var file = AsyncFile.open(gated.path())) {
            assertEquals("first", file.readLine());
            assertEquals("sec", new String(file.read(3), StandardCharsets.UTF_8));
            assertEquals("ond", file.readLine());
            assertEquals("third", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    // ---- reading lines

    @AsyncTest
    void readLine_everyKindOfEnd_isLeftOut() throws IOException {
        assertEquals(
                List.of("a", "b", "", "", "c\rd", "e"), linesOf(fileOf("a\nb\r\n\n\r\nc\rd\ne")));
        assertEquals(List.of("a"), linesOf(fileOf("a\n")));
        assertEquals(List.of("a\r"), linesOf(fileOf("a\r")));
        assertEquals(List.of("a\r"), linesOf(fileOf("a\r\r\n")));
        assertEquals(List.of(""), linesOf(fileOf("\n")));
        assertEquals(List.of(), linesOf(fileOf("")));
    }

    @AsyncTest
    void readLine_overBlocks_isOneLine() throws IOException {
        String longLine = "x".repeat(5 * BLOCK + 3);
        String content = "first\n" + longLine + "\r\nsecond\n" + longLine;
        assertEquals(List.of("first", longLine, "second", longLine), linesOf(fileOf(content)));
    }

    /** A line end and a character of each length at every place around the end of a block. */
    @AsyncTest
    void readLine_endsAndCharactersSplitOverBlocks_stayWhole() throws IOException {
        String tail = "\r\né\r\n€\n𝄞\r\n";
        for (int shift = 0; shift < tail.getBytes(StandardCharsets.UTF_8).length + 1; shift++) {
            String head = "x".repeat(BLOCK - shift);
            assertEquals(List.of(head, "é", "€", "𝄞"), linesOf(fileOf(head + tail)));
        }
    }

    @AsyncTest
    void readLine_severalBlocksOfText_equalsTheJdksLines() throws IOException {
        String text =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "línea " + "ä".repeat(i % 17) + i + "\n")
                        .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                        .toString();
        Path path = fileOf(text);
        assertEquals(Files.readAllLines(path), linesOf(path));
    }

    @AsyncTest
    void readLine_malformed_throwsAndGoesOnBehind() throws IOException {
        Path path = fileOf(new byte[] {'a', '\n', (byte) 0xC3, 'x', '\n', 'b', '\n', (byte) 0xE2});
        try (var file = AsyncFile.open(path)) {
            assertEquals("a", file.readLine());
            var error = assertThrows(MalformedInputException.class, file::readLine);
            assertEquals(1, error.getInputLength());
            assertEquals(5, file.position());
            assertEquals("b", file.readLine());
            assertThrows(MalformedInputException.class, file::readLine);
            assertNull(file.readLine());
        }
    }

    @AsyncTest
    void readLine_replacementCharacterInTheFile_isNoError() throws IOException {
        assertEquals(List.of("a\uFFFDb"), linesOf(fileOf("a\uFFFDb\n")));
    }

    @AsyncTest
    void readLine_mixedWithBytes_sharesThePosition() throws IOException {
        try (var file = AsyncFile.open(fileOf("head\nbodyé\r\nrest"))) {
            assertEquals("head", file.readLine());
            assertEquals(5, file.position());
            assertEquals("body", new String(file.read(4), StandardCharsets.UTF_8));
            assertEquals("é", file.readLine());
            assertEquals(13, file.position());
            assertEquals("rest", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AsyncTest
    void lines_leftEarly_goOnAtTheNextLine() throws IOException {
        try (var file = AsyncFile.open(fileOf("1\n2\n3\n4\n"))) {
            for (String line : file.lines()) {
                if (line.equals("2")) {
                    break;
                }
            }
            assertEquals("3", file.readLine());
            var rest = file.lines().iterator();
            assertTrue(rest.hasNext());
            assertTrue(rest.hasNext());
            assertEquals("4", rest.next());
            assertThrows(NoSuchElementException.class, rest::next);
        }
    }

    @AsyncTest
    void lines_malformed_throwTheErrorItself() throws IOException {
        try (var file = AsyncFile.open(fileOf(new byte[] {'a', '\n', (byte) 0xFF, '\n'}))) {
            var lines = file.lines().iterator();
            assertEquals("a", lines.next());
            assertThrows(MalformedInputException.class, lines::next);
        }
    }

    @AsyncTest
    void lines_ofABigFile_readItOnceInBlocks() throws IOException {
        String text = "0123456789\n".repeat(10 * BLOCK / 11);
        var gated = new GatedFile(fileOf(text));
        try (var file = AsyncFile.open(gated.path())) {
            for (String line : file.lines()) {
                assertEquals("0123456789", line);
            }
        }
        // The end is seen twice: by the last block, which is short, and by the read behind it.
        // Lines
        // that hang over the end of a block make it a little shorter.
        assertTrue(gated.count("read") <= 12, gated.log().toString());
    }

    /** What was read ahead costs no suspension: a task that is ready gets no turn. */
    @AsyncTest
    void lines_alreadyRead_doNotSuspend() throws IOException {
        try (var file = AsyncFile.open(fileOf("0123456789\n".repeat(1000)))) {
            assertEquals("0123456789", file.readLine());
            var other = createTask(() -> {});
            for (int i = 0; i < 998; i++) {
                assertEquals("0123456789", file.readLine());
            }
            assertEquals(999 * 11, file.position());
            assertEquals(5, file.read(5).length);
            file.seek(0);
            assertFalse(other.isDone());
            await(other);
        }
    }

    // ---- what a file was not opened for

    @AsyncTest
    void write_fileOpenedToRead_isRefused() throws IOException {
        Path path = fileOf("x");
        try (var file = AsyncFile.open(path)) {
            assertThrows(NonWritableChannelException.class, () -> file.write("y"));
            assertThrows(NonWritableChannelException.class, () -> file.write(""));
            assertThrows(NonWritableChannelException.class, () -> file.truncate(0));
            assertEquals("x", file.readLine());
        }
    }

    @AsyncTest
    void read_fileOpenedToWrite_isRefused() throws IOException {
        try (var file = AsyncFile.open(fileOf("x"), StandardOpenOption.WRITE)) {
            assertThrows(NonReadableChannelException.class, () -> file.read(1));
            assertThrows(NonReadableChannelException.class, file::readLine);
            assertThrows(NonReadableChannelException.class, file::readAllBytes);
        }
    }

    // ---- closing

    @AsyncTest
    void close_thenEveryCall_throws() throws IOException {
        var file = openToUpdate(fileOf("one\ntwo\n"));
        assertTrue(file.isOpen());
        assertEquals("one", file.readLine());
        file.close();
        assertFalse(file.isOpen());
        file.close();
        var calls =
                List.<VoidBlock<IOException>>of(
                        () -> file.read(1),
                        file::readAllBytes,
                        file::readLine,
                        () -> file.lines().forEach(line -> {}),
                        () -> file.write("x"),
                        file::force,
                        file::position,
                        () -> file.seek(0),
                        file::size,
                        () -> file.truncate(0));
        for (VoidBlock<IOException> call : calls) {
            assertThrows(ClosedChannelException.class, call::run);
        }
    }

    @AsyncTest
    void close_inACallback_isRefusedAndStillPossibleAfterwards() throws IOException {
        var gated = new GatedFile(fileOf("one\ntwo\n"));
        try (var file = AsyncFile.open(gated.path())) {
            assertEquals("one", file.readLine());
            Future<Throwable> thrown = Future.pending();
            getRunningLoop()
                    .callSoon(
                            () ->
                                    thrown.setResult(
                                            assertThrows(
                                                    IllegalStateException.class, file::close)));
            assertInstanceOf(IllegalStateException.class, thrown.await());
            assertTrue(file.isOpen());
            assertEquals("two", file.readLine());
        }
        assertTrue(gated.allClosed());
    }

    @AsyncTest
    void read_inACallback_getsWhatIsThereButDoesNotSuspend() throws IOException {
        try (var file = AsyncFile.open(fileOf("one\ntwo"))) {
            assertEquals("one", file.readLine());
            Future<byte[]> read = Future.pending();
            getRunningLoop()
                    .callSoon(
                            () -> {
                                try {
                                    byte[] there = file.read(3);
                                    assertThrows(IllegalStateException.class, () -> file.read(1));
                                    read.setResult(there);
                                } catch (Throwable e) {
                                    read.setException(e);
                                }
                            });
            assertEquals("two", new String(read.await(), StandardCharsets.UTF_8));
            assertEquals(0, file.read(1).length);
        }
    }

    @Test
    void read_onAnotherLoop_isRefused() throws IOException {
        Path path = fileOf("one\n");
        AsyncFile file = run(() -> AsyncFile.open(path));
        assertThrows(IllegalStateException.class, () -> file.close(), "outside of any loop");
        assertThrows(IllegalStateException.class, () -> run(() -> file.close()));
    }

    @AsyncTest
    void toString_tellsTheState() throws IOException {
        Path path = fileOf("one\ntwo\n");
        var gated = new GatedFile(path);
        var file = AsyncFile.open(gated.path());
        String name = "<AsyncFile gated " + path;
        assertEquals("one", file.readLine());
        assertEquals(name + " open position=4 readAhead=4>", file.toString());
        var gate = gated.gateAt("size");
        var size = createTask(file::size);
        var position = createTask(file::position);
        gate.awaitReached();
        assertEquals(name + " open calls=2>", file.toString());
        var closing = createTask(file::close);
        sleep(java.time.Duration.ZERO);
        assertEquals(name + " closing calls=3>", file.toString());
        gate.open();
        assertEquals(8, await(size));
        assertEquals(4, await(position));
        await(closing);
        assertEquals(name + " closed>", file.toString());
    }

    // ---- several tasks

    @AsyncTest
    void write_byTwoTasks_keepsOrderAndWholeness() throws IOException {
        Path path = fileOf("");
        var expected = new StringBuilder();
        try (var file = openToUpdate(path)) {
            var tasks = new ArrayList<Task<Void>>();
            for (int i = 0; i < 20; i++) {
                String text = String.valueOf((char) ('a' + i)).repeat(BLOCK + i);
                expected.append(text);
                tasks.add(createTask(() -> file.write(text)));
            }
            gather(tasks);
        }
        assertEquals(expected.toString(), Files.readString(path));
    }

    @AsyncTest
    void readLine_byTwoTasks_givesEachLineToOne() throws IOException {
        List<String> expected =
                IntStream.range(100_000, 130_000).mapToObj(Integer::toString).toList();
        try (var file = AsyncFile.open(fileOf(String.join("\n", expected)))) {
            var lines = new ArrayList<String>();
            VoidBlock<IOException> reading =
                    () -> {
                        for (String line : file.lines()) {
                            lines.add(line);
                            if (lines.size() % 7 == 0) {
                                sleep(java.time.Duration.ZERO);
                            }
                        }
                    };
            gather(reading, reading, reading);
            assertEquals(expected, lines.stream().sorted().toList());
        }
    }

    /** A call that would not need a thread waits all the same for calls made before it. */
    @AsyncTest
    void position_whileAnotherTaskWrites_waitsForIt() throws IOException {
        Path path = fileOf("");
        var gated = new GatedFile(path);
        try (var file = AsyncFile.open(gated.path(), StandardOpenOption.WRITE)) {
            var gate = gated.gateAt("write");
            var write = createTask(() -> file.write("abc"));
            gate.awaitReached();
            var position = createTask(file::position);
            var seek = createTask(() -> file.seek(1));
            var second = createTask(() -> file.write("X"));
            sleep(java.time.Duration.ZERO);
            assertFalse(position.isDone());
            gate.open();
            assertEquals(3, await(position));
            gather(write, seek, second);
        }
        assertEquals("aXc", Files.readString(path));
    }

    @AsyncTest
    void read_whileTheDiskIsSlow_letsOtherTasksRun() throws IOException {
        var gated = new GatedFile(fileOf("text"));
        try (var file = AsyncFile.open(gated.path())) {
            var gate = gated.gateAt("read");
            var read = createTask(() -> file.read(4));
            gate.awaitReached();
            for (int i = 0; i < 1000; i++) {
                assertEquals(i, await(createTask(returning(i))));
            }
            assertFalse(read.isDone());
            gate.open();
            assertEquals("text", new String(await(read), StandardCharsets.UTF_8));
        }
    }

    private static Block<Integer, RuntimeException> returning(int value) {
        return () -> value;
    }
}
