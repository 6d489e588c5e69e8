package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.internal.scheduler.Leftovers;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What there is when a test begins and must be there again at its end: open sockets, tasks, timers,
 * watched channels, blocking calls. Made and asked in a task.
 */
final class LeakCheck {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Turns that callbacks get to come to their end. */
    private static final int GRACE = 10;

    static { // which opens a socket that the JDK keeps
        try {
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final String before;

    LeakCheck() {
        for (int i = 0; i < GRACE; i++) { // what is being closed is not what there is
            sleep(Duration.ZERO);
        }
        before = now();
    }

    /** Fails the test if anything was left. */
    void assertNothingIsLeft(String when) {
        for (int i = 0; i < GRACE && !before.equals(now()); i++) {
            sleep(Duration.ZERO);
        }
        assertEquals(before, now(), when);
    }

    private static String now() {
        return "sockets="
                + openSockets()
                + " tasks="
                + allTasks().size()
                + Leftovers.of(((Loop) getRunningLoop()).scheduler);
    }

    private static long openSockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0; // not where it can be seen
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.filter(LeakCheck::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
