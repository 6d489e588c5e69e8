package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What holds when a task is cancelled while a thread works on its file. */
class AsyncFileCancellationTest {
    private static final int BLOCK = 64 * 1024;

    @TempDir Path dir;

    private GatedFile fileOf(String content) throws IOException {
        return new GatedFile(Files.writeString(dir.resolve("file"), content));
    }

    private String content() throws IOException {
        return Files.readString(dir.resolve("file"));
    }

    private static AsyncFile openToUpdate(GatedFile gated) throws IOException {
        return AsyncFile.open(gated.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void cancelAndAwait(Task<?> task) {
        task.cancel("enough");
        assertEquals("enough", assertThrows(CancelledError.class, task::await).getMessage());
    }

    // ---- reading

    @AsyncTest
    void read_cancelledMidway_losesNothing() throws IOException {
        var gated = fileOf("0123456789");
        try (var file = AsyncFile.open(gated.path())) {
            var gate = gated.gateAt("read");
            var read = createTask(() -> file.read(4));
            gate.awaitReached();
            cancelAndAwait(read);
            gate.open();
            assertEquals(0, file.position());
            assertEquals("0123", text(file.read(4)));
            assertEquals("456789", file.readLine());
        }
        assertEquals(2, gated.count("read"), "the cancelled read's block is used");
    }

    @AsyncTest
    void readLine_cancelledMidway_losesNothing() throws IOException {
        String line = "x".repeat(3 * BLOCK);
        var gated = fileOf("first\n" + line + "\nlast\n");
        try (var file = AsyncFile.open(gated.path())) {
            assertEquals("first", file.readLine());
            for (int i = 0; i < 3; i++) {
                var gate = gated.gateAt("read");
                var read = createTask(file::readLine);
                gate.awaitReached();
                cancelAndAwait(read);
                gate.open();
                assertEquals(6, file.position());
            }
            assertEquals(line, file.readLine());
            assertEquals("last", file.readLine());
        }
    }

    @AsyncTest
    void lines_cancelledMidway_losesNothing() throws IOException {
        var gated = fileOf("0123456789\n".repeat(20_000));
        int count = 0;
        try (var file = AsyncFile.open(gated.path())) {
            for (int i = 0; i < 4; i++) {
                var seen = new ArrayList<String>();
                var gate = gated.gateAt("read");
                var reading =
                        createTask(
                                () -> {
                                    for (String line : file.lines()) {
                                        seen.add(line);
                                    }
                                });
                gate.awaitReached();
                cancelAndAwait(reading);
                gate.open();
                count += seen.size();
                assertEquals(count * 11L, file.position());
            }
            assertTrue(count > 0);
            for (String line : file.lines()) {
                assertEquals("0123456789", line);
                count++;
            }
        }
        assertEquals(20_000, count);
    }

    @AsyncTest
    void readAllBytes_cancelledMidway_stopsAndLosesNothing() throws IOException {
        var content = new byte[20 * BLOCK];
        new Random(1).nextBytes(content);
        var gated = new GatedFile(Files.write(dir.resolve("file"), content));
        try (var file = AsyncFile.open(gated.path())) {
            var gate = gated.gateAt("read");
            var read = createTask(() -> file.readAllBytes());
            gate.awaitReached();
            cancelAndAwait(read);
            gate.open();
            assertEquals(0, file.position());
            assertEquals(1, gated.count("read"), "nobody wants the rest");
            assertArrayEquals(content, file.readAllBytes());
            assertEquals(21, gated.count("read"), "20 blocks and the end");
        }
    }

    @AsyncTest
    void read_cancelledWhenTheResultIsThere_returnsIt() throws IOException {
        var gated = fileOf("text");
        try (var file = AsyncFile.open(gated.path())) {
            var gate = gated.gateAt("read");
            var got = new ArrayList<String>();
            var reading =
                    createTask(
                            () -> {
                                got.add(text(file.read(4)));
                                sleep(Duration.ZERO);
                                got.add("not cancelled");
                            });
            gate.awaitReached();
            gate.open();
            while (!file.toString().contains("position=4")) {
                sleep(Duration.ZERO);
            }
            assertFalse(reading.isDone());
            assertEquals(List.of(), got);
            cancelAndAwait(reading);
            assertEquals(List.of("text"), got);
        }
    }

    @AsyncTest
    void read_cancelledBeforeItsTurn_readsNothing() throws IOException {
        var gated = fileOf("text");
        try (var file = AsyncFile.open(gated.path())) {
            var gate = gated.gateAt("size");
            var size = createTask(file::size);
            gate.awaitReached();
            var read = createTask(() -> file.read(4));
            sleep(Duration.ZERO);
            cancelAndAwait(read);
            gate.open();
            assertEquals(4, await(size));
            assertEquals(0, gated.count("read"));
            assertEquals("text", text(file.readAllBytes()));
        }
    }

    // ---- writing

    @AsyncTest
    void write_cancelledMidway_goesOnToItsEnd() throws IOException {
        var gated = fileOf("");
        String data = "0123456789".repeat(BLOCK);
        try (var file = openToUpdate(gated)) {
            var gate = gated.gateAt("write");
            var write = createTask(() -> file.write(data));
            gate.awaitReached();
            cancelAndAwait(write);
            gate.open();
            assertEquals(data.length(), file.position());
            file.write("!");
        }
        assertEquals(data + "!", content());
    }

    @AsyncTest
    void write_cancelledMidway_leavesTheBufferToItsCaller() throws IOException {
        for (boolean direct : new boolean[] {false, true}) {
            var gated = fileOf("");
            int size = 5 * BLOCK;
            var buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            fill(buffer, 'a');
            try (var file = openToUpdate(gated)) {
                var gate = gated.gateAt("write");
                var write = createTask(() -> file.write(buffer));
                gate.awaitReached();
                cancelAndAwait(write);
                assertEquals(size, buffer.remaining());
                fill(buffer, 'b');
                gate.open();
            }
            assertEquals("a".repeat(size), content());
        }
    }

    private static void fill(ByteBuffer buffer, char value) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) value);
        }
    }

    @AsyncTest
    void write_cancelledBeforeItsTurn_writesNothing() throws IOException {
        var gated = fileOf("");
        try (var file = openToUpdate(gated)) {
            var gate = gated.gateAt("write");
            var first = createTask(() -> file.write("first "));
            gate.awaitReached();
            var second = createTask(() -> file.write("second "));
            var third = createTask(() -> file.write("third"));
            sleep(Duration.ZERO);
            cancelAndAwait(second);
            gate.open();
            gather(first, third);
        }
        assertEquals("first third", content());
    }

    @AsyncTest
    void write_failsAfterACancel_isReported(TestLoop loop) throws IOException {
        var gated = fileOf("");
        gated.failAfter(0);
        try (var file = openToUpdate(gated)) {
            var gate = gated.gateAt("write");
            var write = createTask(() -> file.write("data"));
            gate.awaitReached();
            cancelAndAwait(write);
            gate.open();
            assertEquals(0, file.position());
            ExceptionContext report = loop.takeReports().getFirst();
            assertEquals("No space left on device", report.exception().getMessage());
            assertEquals(file, report.subject());
        }
    }

    // ---- closing

    @AsyncTest
    void close_inTheFinallyOfACancelledTask_waitsAndCloses() throws IOException {
        var gated = fileOf("");
        var gate = gated.gateAt("write");
        var writing =
                createTask(
                        () -> {
                            try (var file = openToUpdate(gated)) {
                                file.write("data");
                            }
                        });
        gate.awaitReached();
        writing.cancel("enough");
        for (int i = 0; i < 10; i++) {
            sleep(Duration.ZERO);
        }
        assertFalse(writing.isDone());
        assertFalse(gated.allClosed());
        gate.open();
        assertThrows(CancelledError.class, writing::await);
        assertTrue(gated.allClosed());
        assertEquals("data", content());
    }

    @AsyncTest
    void close_cancelledWhileItWaits_closesNevertheless() throws IOException {
        var gated = fileOf("");
        var gate = gated.gateAt("write");
        var writing =
                createTask(
                        () -> {
                            try (var file = openToUpdate(gated)) {
                                file.write("data");
                            }
                        });
        gate.awaitReached();
        writing.cancel("first");
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        assertFalse(writing.isDone());
        writing.cancel("second");
        assertThrows(CancelledError.class, writing::await);
        assertFalse(gated.allClosed());
        gate.open();
        await(gated.closed());
        assertEquals("data", content());
    }

    @AsyncTest
    void close_cancelledMidway_closesNevertheless() throws IOException {
        var gated = fileOf("");
        var file = openToUpdate(gated);
        var gate = gated.gateAt("close");
        var closing = createTask(file::close);
        gate.awaitReached();
        cancelAndAwait(closing);
        assertFalse(file.isOpen());
        assertThrows(ClosedChannelException.class, file::size);
        gate.open();
        file.close();
        assertTrue(gated.allClosed());
    }

    @AsyncTest
    void close_byTwoTasks_bothWaitForTheEnd() throws IOException {
        var gated = fileOf("");
        var file = openToUpdate(gated);
        var gate = gated.gateAt("close");
        var first = createTask(file::close);
        gate.awaitReached();
        var second = createTask(file::close);
        for (int i = 0; i < 10; i++) {
            sleep(Duration.ZERO);
        }
        assertFalse(first.isDone());
        assertFalse(second.isDone());
        gate.open();
        gather(first, second);
        assertTrue(gated.allClosed());
    }

    @AsyncTest
    void close_whileOthersUseTheFile_comesAfterThemAndRefusesTheRest() throws IOException {
        var gated = fileOf("");
        var file = openToUpdate(gated);
        var gate = gated.gateAt("write");
        var first = createTask(() -> file.write("first "));
        var second = createTask(() -> file.write("second"));
        gate.awaitReached();
        var closing = createTask(file::close);
        sleep(Duration.ZERO);
        assertThrows(ClosedChannelException.class, () -> file.write("third"));
        gate.open();
        gather(first, second, closing);
        assertTrue(gated.allClosed());
        assertEquals("first second", content());
    }

    /** At the end of {@code run} the executor takes no work any more. */
    @AsyncTest
    void close_afterTheExecutorWasShutDown_closes() throws IOException {
        var gated = fileOf("text");
        var file = AsyncFile.open(gated.path());
        var gate = gated.gateAt("read");
        var read = createTask(() -> file.read(1));
        gate.awaitReached();
        cancelAndAwait(read);
        var closing = createTask(file::close);
        sleep(Duration.ZERO);
        cancelAndAwait(closing);
        var loop = getRunningLoop();
        var shutdown = createTask(() -> loop.shutdownDefaultExecutor(Duration.ofMinutes(1)));
        sleep(Duration.ZERO);
        gate.open();
        await(gated.closed());
        await(shutdown);
        file.close();
    }

    @AsyncTest
    void read_afterTheExecutorWasShutDown_throwsAndTheFileCanBeClosed() throws IOException {
        var gated = fileOf("text");
        var file = AsyncFile.open(gated.path());
        getRunningLoop().shutdownDefaultExecutor(Duration.ofMinutes(1));
        assertThrows(IllegalStateException.class, () -> file.read(1));
        file.close();
        assertTrue(gated.allClosed());
    }

    // ---- opening

    @AsyncTest
    void open_cancelledMidway_leavesNothingOpen() throws IOException {
        var gated = fileOf("text");
        var gate = gated.gateAt("open");
        var opening = createTask(() -> AsyncFile.open(gated.path()));
        gate.awaitReached();
        cancelAndAwait(opening);
        gate.open();
        await(gated.closed());
        assertTrue(gated.allClosed());
    }

    /** The thread has opened the file, but the loop has not learnt of it. */
    @AsyncTest
    void open_cancelledWhenTheFileIsOpen_leavesNothingOpen() throws IOException {
        var gated = fileOf("text");
        var gate = gated.gateAt("open");
        var opening = createTask(() -> AsyncFile.open(gated.path()));
        gate.awaitReached();
        gate.open();
        while (gated.opener().getState() != Thread.State.TIMED_WAITING) { // back in its pool
            Thread.onSpinWait();
        }
        assertFalse(gated.allClosed());
        cancelAndAwait(opening);
        await(gated.closed());
        assertTrue(gated.allClosed());
    }

    // ---- all of it

    /** Random calls, some of them cancelled at a random moment, against an array and an index. */
    @AsyncTest
    void anyCalls_cancelledAtAnyMoment_keepPositionAndContent() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            try {
                new Model(seed).run(fileOf(""));
            } catch (AssertionError | Exception e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private final class Model {
        private final Random random;
        private byte[] content = {};
        private int position;

        Model(int seed) {
            random = new Random(seed);
        }

        void run(GatedFile gated) throws IOException {
            gated.moveAtMost(random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(9000));
            try (var file = openToUpdate(gated)) {
                for (int i = 0; i < 60; i++) {
                    step(file);
                    assertEquals(position, file.position());
                }
                assertEquals(content.length, file.size());
            }
            assertArrayEquals(content, Files.readAllBytes(dir.resolve("file")));
        }

        private void step(AsyncFile file) throws IOException {
            switch (random.nextInt(7)) {
                case 0 -> seek(file);
                case 1 -> write(file);
                case 2 -> truncate(file);
                case 3 -> taken(perform(() -> file.readAllBytes()), content.length);
                case 4 -> line(file);
                default -> {
                    int max = random.nextInt(random.nextBoolean() ? 100 : 3 * BLOCK);
                    taken(perform(() -> file.read(max)), position + max);
                }
            }
        }

        /** The result, or null if a cancel came first. */
        private <T> T perform(Block<T, IOException> call) {
            var task = createTask(call);
            int turns = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : Integer.MAX_VALUE;
            for (int i = 0; i < turns && !task.isDone(); i++) {
                sleep(Duration.ZERO);
            }
            task.cancel();
            try {
                return task.await();
            } catch (CancelledError e) {
                return null;
            }
        }

        private void taken(byte[] bytes, int end) {
            if (bytes != null) {
                int begin = Math.min(position, content.length);
                end = Math.max(begin, Math.min(end, content.length));
                assertArrayEquals(Arrays.copyOfRange(content, begin, end), bytes);
                position += bytes.length;
            }
        }

        private void line(AsyncFile file) {
            String line = perform(() -> "" + file.readLine());
            if (line == null) {
                return;
            }
            int end = position;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            if (position >= content.length) {
                assertEquals("null", line);
            } else {
                assertEquals(
                        new String(content, position, end - position, StandardCharsets.UTF_8),
                        line);
                position = Math.min(end + 1, content.length);
            }
        }

        private void seek(AsyncFile file) throws IOException {
            position = random.nextInt(content.length + 10);
            file.seek(position);
        }

        private void truncate(AsyncFile file) throws IOException {
            int size = random.nextInt(content.length + 10);
            perform(
                    () -> {
                        file.truncate(size);
                        return true;
                    });
            content = Arrays.copyOf(content, Math.min(size, content.length));
            position = Math.min(position, size);
        }

        private void write(AsyncFile file) throws IOException {
            var bytes = new byte[random.nextInt(random.nextBoolean() ? 100 : 3 * BLOCK)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(500) == 0 ? '\n' : 'a' + random.nextInt(26));
            }
            byte[] given = bytes.clone();
            perform(
                    () -> {
                        file.write(given);
                        return true;
                    });
            Arrays.fill(given, (byte) '?');
            if (bytes.length > 0) {
                int end = position + bytes.length;
                content = Arrays.copyOf(content, Math.max(content.length, end));
                System.arraycopy(bytes, 0, content, position, bytes.length);
                position = end;
            }
        }
    }
}
