package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Named pipes: what blocks for ever in earnest. Opened to read and write, which on Linux waits for
 * nobody.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in the file system")
@LoopOptions(stuckAfterSeconds = 30)
class AsyncFilePipeTest {
    @TempDir Path dir;
    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }

    private AsyncFile openBothEnds() throws IOException {
        return AsyncFile.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** As another program does. Does not block while the pipe is open and has room. */
    private void put(String text) throws IOException {
        Files.writeString(pipe, text, StandardOpenOption.WRITE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Lets the others get to where they wait for the pipe. */
    private static void yieldOften() {
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** Gives other threads time to do what they should not. */
    private static void letThreadsRun() {
        for (int i = 0; i < 50; i++) {
            toThread(() -> {});
        }
    }

    private static void cancelAndAwait(Task<?> task) {
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }

    @AsyncTest
    void read_pipe_returnsWhatThereIs() throws IOException {
        try (var file = openBothEnds()) {
            put("some");
            assertEquals("some", text(file.read(1_000_000)));
            put("more and more");
            assertEquals("more", text(file.read(4)));
            assertEquals(" and more", text(file.read(100)));
            assertEquals(17, file.position());
        }
    }

    @AsyncTest
    void read_pipeThatIsEmpty_letsOtherTasksRun() throws IOException {
        try (var file = openBothEnds()) {
            var read = createTask(() -> file.read(10));
            yieldOften();
            assertFalse(read.isDone());
            put("data");
            assertEquals("data", text(await(read)));
        }
    }

    @AsyncTest
    void readLine_pipe_waitsForTheLineEnd() throws IOException {
        try (var file = openBothEnds()) {
            put("one\ntw");
            assertEquals("one", file.readLine());
            var read = createTask(file::readLine);
            yieldOften();
            assertFalse(read.isDone());
            put("o\nthree\n");
            assertEquals("two", await(read));
            assertEquals("three", file.readLine());
        }
    }

    @AsyncTest
    void read_pipeWhoseWriterHasGone_endsThere() throws IOException {
        var opening = createTask(() -> AsyncFile.open(pipe));
        String content = "line\n".repeat(20_000);
        var writing = createTask(() -> AsyncFile.writeString(pipe, content));
        try (var file = await(opening)) {
            assertEquals("line", file.readLine());
            assertEquals(content.length() - 5, file.readAllBytes().length);
            assertEquals(content.length(), file.position());
            assertEquals(0, file.read(1).length);
            assertNull(file.readLine());
        }
        await(writing);
    }

    @AsyncTest
    void write_pipe_leavesWhatWasReadAhead() throws IOException {
        try (var file = openBothEnds()) {
            file.write("one\ntwo\n");
            assertEquals("one", file.readLine());
            file.write("three\n");
            assertEquals("two", file.readLine());
            assertEquals("three", file.readLine());
        }
    }

    @AsyncTest
    void seek_pipe_throws() throws IOException {
        try (var file = openBothEnds()) {
            assertThrows(IOException.class, () -> file.seek(0));
        }
    }

    @AsyncTest
    void read_pipeCancelled_losesNothing() throws IOException {
        try (var file = openBothEnds()) {
            var read = createTask(() -> file.read(10));
            yieldOften();
            cancelAndAwait(read);
            put("data");
            assertEquals("data", text(file.read(10)));
            assertEquals(4, file.position());
        }
    }

    /** What a time limit on a read in a try-with-resources comes down to. */
    @AsyncTest
    void close_pipeWithACancelledRead_doesNotWaitForIt() throws IOException {
        var file = openBothEnds();
        var read = createTask(() -> file.readLine());
        yieldOften();
        cancelAndAwait(read);
        file.close();
        assertFalse(file.isOpen());
    }

    /** The pipe holds 64 KiB, so nobody would ever take the rest. */
    @AsyncTest
    void close_pipeWithACancelledWrite_doesNotWaitForIt() throws IOException {
        var file = openBothEnds();
        var write = createTask(() -> file.write(new byte[1 << 20]));
        yieldOften();
        assertFalse(write.isDone());
        cancelAndAwait(write);
        file.close();
    }

    @AsyncTest
    void close_pipeThatATaskReads_waitsUntilThatIsCancelled() throws IOException {
        var file = openBothEnds();
        var read = createTask(() -> file.read(10));
        yieldOften();
        var closing = createTask(file::close);
        letThreadsRun();
        assertFalse(closing.isDone());
        cancelAndAwait(read);
        await(closing);
    }

    @AsyncTest
    void close_pipeThatATaskReads_letsItHaveItsData() throws IOException {
        var file = openBothEnds();
        var read = createTask(() -> file.read(10));
        yieldOften();
        var closing = createTask(file::close);
        letThreadsRun();
        put("data");
        assertEquals("data", text(await(read)));
        await(closing);
    }

    /** More than the executor has threads: all of them wait for a pipe, and closing needs one. */
    @AsyncTest
    void close_pipesThatOccupyTheWholeExecutor_freesIt() throws IOException {
        var files = new ArrayList<AsyncFile>();
        for (int i = 0; i < 40; i++) {
            files.add(openBothEnds());
        }
        List<Task<byte[]>> reads =
                files.stream().map(file -> createTask(() -> file.read(1))).toList();
        yieldOften();
        reads.forEach(Task::cancel);
        waitAll(reads);
        assertTrue(reads.stream().allMatch(Task::isCancelled));
        for (AsyncFile file : files) {
            file.close();
        }
        Path path = dir.resolve("file");
        AsyncFile.writeString(path, "text");
        assertEquals("text", AsyncFile.readString(path));
    }
}
