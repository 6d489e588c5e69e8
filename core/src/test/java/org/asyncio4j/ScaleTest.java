package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many of everything on one loop. */
class ScaleTest {
    @LoopOptions(stuckAfterSeconds = 300)
    @AsyncTest
    void tasks_100000SleepingAtRandom_wakeInOrder() {
        var random = new Random(42);
        var woken = new ArrayList<Duration>();
        var tasks = new ArrayList<Task<Void>>();
        for (int i = 0; i < 100_000; i++) {
            Duration nap = Duration.ofNanos(random.nextLong(5_000_000_000L));
            tasks.add(
                    createTask(
                            () -> {
                                sleep(nap);
                                woken.add(getRunningLoop().time());
                            }));
        }
        gather(tasks);
        assertEquals(100_000, woken.size());
        assertEquals(woken.stream().sorted().toList(), woken);
        assertTrue(woken.getLast().compareTo(seconds(5)) < 0);
    }

    @LoopOptions(stuckAfterSeconds = 300)
    @AsyncTest
    void connections_8000AtOnce_echo() throws Exception {
        int count = 8_000;
        needFileDescriptors(2 * count + 200);
        try (var server = startServer(ScaleTest::echo, "127.0.0.1", 0)) {
            var clients = new ArrayList<Connection>();
            for (int i = 0; i < count; i++) {
                clients.add(openConnection("127.0.0.1", server.port()));
            }
            for (int round = 0; round < 2; round++) {
                gather(clients.stream().map(client -> async(() -> callEcho(client))).toList());
            }
            gather(clients.stream().map(client -> async(client::close)).toList());
        }
    }

    private static void echo(Connection connection) throws IOException {
        for (byte[] data = connection.reader().read(100);
                data.length > 0;
                data = connection.reader().read(100)) {
            connection.writer().write(data);
        }
    }

    private static Boolean callEcho(Connection client) throws IOException {
        byte[] message = client.localAddress().toString().getBytes(UTF_8);
        client.writer().write(message);
        assertArrayEquals(message, client.reader().readExactly(message.length));
        return true;
    }

    /** The JVM raises its own limit as far as the system lets it. */
    static void needFileDescriptors(long needed) throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.exists(limits)) {
            return; // not Linux: let the system say no
        }
        String line =
                Files.readAllLines(limits).stream()
                        .filter(text -> text.startsWith("Max open files"))
                        .findFirst()
                        .orElseThrow();
        String limit = line.substring("Max open files".length()).strip().replaceFirst("\\s.*", "");
        Assumptions.assumeTrue(
                limit.equals("unlimited") || Long.parseLong(limit) >= needed,
                "needs " + needed + " file descriptors, the limit is " + limit + " (ulimit -n)");
    }

    @AsyncTest
    void gather_10000Tasks_givesResultsInOrder() {
        var works = new ArrayList<Coroutine<Integer>>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            works.add(async(() -> number));
        }
        List<Integer> results = gather(works);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i, results.get(i));
        }
    }
}
