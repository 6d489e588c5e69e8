package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a test passed, in order, and bodies of tasks for tests of cancelling. */
final class Checkpoints {
    private final List<Object> entries = new ArrayList<>();

    void add(Object entry) {
        entries.add(entry);
    }

    List<Object> entries() {
        return entries;
    }

    /** Compares with the expected entries and forgets them. */
    void assertAre(Object... expected) {
        assertEquals(List.of(expected), entries);
        entries.clear();
    }

    /** Waits until cancelled, and adds that. */
    void waitForEver(String name) {
        try {
            pause();
        } finally {
            add(name + " ends");
        }
    }

    /** Waits for what never comes; if nobody cancels it the test ends with a DeadlockError. */
    static void pause() {
        Future.pending().await();
    }

    /** Waits until cancelled, and fails then. */
    @SuppressWarnings({"finally", "Finally"})
    static void failAtTheEnd(RuntimeException error) {
        try {
            pause();
        } finally {
            throw error;
        }
    }

    static Task<?> current() {
        return Objects.requireNonNull(Asyncio.currentTask());
    }

    /** An error that nothing but the test throws. */
    static final class Bang extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
