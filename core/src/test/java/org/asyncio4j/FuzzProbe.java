package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What a program of the {@link CancellationFuzzTest} uses to show that it was cleaned up. */
final class FuzzProbe {
    /** Real time, far above what any thread takes. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Path folder;
    private final AtomicInteger open = new AtomicInteger();
    private final List<String> problems = new ArrayList<>();
    private volatile @Nullable Thread awaitsThreads;

    FuzzProbe(Path folder) {
        this.folder = folder;
    }

    /** Something that has to be closed. */
    interface Resource extends AutoCloseable {
        @Override
        void close();
    }

    /** A resource that is closed at once. On any thread. */
    Resource open() {
        open.incrementAndGet();
        return this::closed;
    }

    /** A resource whose closing takes time. It is closed even if that is cancelled. */
    Resource openSlow() {
        open.incrementAndGet();
        return () -> {
            try {
                sleep(millis(10));
            } finally {
                closed();
            }
        };
    }

    /** A resource whose closing takes turns, but no time, for programs whose clock stands still. */
    Resource openForTurns() {
        open.incrementAndGet();
        return () -> {
            try {
                sleep(Duration.ZERO);
                sleep(Duration.ZERO);
            } finally {
                closed();
            }
        };
    }

    private void closed() {
        if (open.decrementAndGet() == 0) {
            LockSupport.unpark(awaitsThreads);
        }
    }

    /** Holds such a resource. */
    int holdForTurns() {
        try (var _ = openForTurns()) {
            sleep(Duration.ZERO);
            return 1;
        }
    }

    /** Holds a resource for some time. */
    int hold(Duration duration) {
        try (var _ = open()) {
            sleep(duration);
            return 1;
        }
    }

    /** Holds for some time a resource that takes time to close. */
    int holdSlow(Duration duration) {
        try (var _ = openSlow()) {
            sleep(duration);
            return 1;
        }
    }

    /** A file that does not exist and is deleted after the run. */
    Path newFile() throws IOException {
        Path file = Files.createTempFile(folder, "fuzz", "");
        Files.delete(file);
        return file;
    }

    /** Fails the run, wherever it is called. */
    synchronized void check(boolean holds, String what) {
        if (!holds) {
            problems.add(what);
        }
    }

    /** {@link #check} for what need not hold when somebody was cancelled. */
    void checkIfUndisturbed(boolean holds, String what) {
        check(holds || isDisturbed, what);
    }

    /**
     * Says that a block was left that cancels its own task: it has taken back what it asked for.
     *
     * @param before {@link Task#cancelling} when it was entered
     */
    void checkTakenBack(int before, String block) {
        int now = cancelling();
        // More, if the run has cancelled the task meanwhile; that must be seen at the end.
        check(now <= before || isCancelled, block + " left cancelling()=" + now);
    }

    /** Set by the run when it cancels the main task. */
    volatile boolean isCancelled;

    /** Set by the run when it cancels anything. */
    volatile boolean isDisturbed;

    static int cancelling() {
        return Task.currentForSuspending().cancelling();
    }

    /** Gives threads that are still at work the time to close what they have. */
    private void awaitThreads() {
        awaitsThreads = Thread.currentThread();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (open.get() != 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(PATIENCE_NANOS);
        }
    }

    List<String> awaitProblems() {
        awaitThreads();
        return problems();
    }

    private synchronized List<String> problems() {
        var all = new ArrayList<>(problems);
        if (open.get() != 0) {
            all.add(open + " resources were not closed");
        }
        return all;
    }
}
