package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What those see of tasks who look from outside of the loop. */
class ThreadDumpTest {
    @TempDir Path directory;

    private static void waitsForTheGate(Event gate) {
        gate.await();
    }

    @AsyncTest
    void dump_hasTheTasksThatWait() throws Exception {
        var gate = new Event();
        Task<Void> queued = createTask(() -> waitsForTheGate(gate));
        Task<Void> begun = createTask(eager(), () -> waitsForTheGate(gate));
        sleep(Duration.ZERO);
        assertEquals(2, count("waitsForTheGate", toThread(this::dump)));
        gate.set();
        queued.await();
        begun.await();
        assertEquals(0, count("waitsForTheGate", toThread(this::dump)));
    }

    @CarriedOnly
    @AsyncTest
    void dump_hasTheTasksOfALoopTogether() throws Exception {
        var gate = new Event();
        Task<Void> keeper = createTask(named("gatekeeper"), () -> waitsForTheGate(gate));
        sleep(Duration.ZERO);
        String dump = toThread(this::dump);
        List<String> ours =
                Arrays.stream(dump.split("\"container\": "))
                        .filter(container -> container.startsWith("\"asyncio-tasks"))
                        .filter(container -> container.contains("\"gatekeeper\""))
                        .toList();
        assertEquals(1, ours.size(), dump);
        assertEquals(1, count("waitsForTheGate", ours.getFirst()));
        gate.set();
        keeper.await();
    }

    /** As {@code jcmd} does it. */
    private String dump() throws Exception {
        Path file = Files.createTempDirectory(directory, "dump").resolve("threads.json");
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(ProcessHandle.current().pid()),
                                "Thread.dump_to_file",
                                "-format=json",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), Charset.defaultCharset());
        assertEquals(0, jcmd.waitFor(), said);
        return Files.readString(file);
    }

    private static int count(String part, String text) {
        return text.split(part, -1).length - 1;
    }

    /** Tasks that are removed from the list while it is read must not hide those after them. */
    @AsyncTest
    void tasks_readByAnotherThreadWhileOthersEnd_areAllFoundOnce() {
        var loop = (Loop) getRunningLoop();
        var gate = new Event();
        Set<Task<?>> staying = new HashSet<>();
        List<Future<Void>> leaving = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            staying.add(createTask(() -> waitsForTheGate(gate)));
            for (int j = 0; j < 400; j++) {
                Future<Void> end = Future.pending();
                leaving.add(end);
                createTask(end);
            }
        }
        var passes = new AtomicInteger();
        var over = new AtomicBoolean();
        Task<Set<Task<?>>> reader =
                createTask(
                        () ->
                                toThread(
                                        () -> {
                                            Set<Task<?>> wrong = new HashSet<>();
                                            while (!over.get()) {
                                                wrong.addAll(notFoundOnce(staying, loop.tasks()));
                                                passes.incrementAndGet();
                                            }
                                            return wrong;
                                        }));
        while (!leaving.isEmpty() || passes.get() < 500) {
            createTask(() -> {}).await(); // the reader meets this one at the end of the list
            if (!leaving.isEmpty() && passes.get() > 0) {
                leaving.removeLast().setResult(null);
            }
        }
        over.set(true);
        assertEquals(Set.of(), reader.await());
        gate.set();
        waitAll(staying);
    }

    /** Who of those that stay is missing, and who there is twice. */
    private static Set<Task<?>> notFoundOnce(Set<Task<?>> staying, List<Task<?>> found) {
        Set<Task<?>> wrong = new HashSet<>(staying);
        Set<Task<?>> seen = new HashSet<>();
        for (Task<?> task : found) {
            if (!seen.add(task)) {
                wrong.add(task);
            } else {
                wrong.remove(task);
            }
        }
        return wrong;
    }
}
