package org.asyncio4j.internal.file;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Blocking calls on the threads of the executor, with errors that show who called. */
public final class Offload {
    /** For what must be done although all threads of the default executor are busy or gone. */
    static final Executor OWN_THREAD =
            work -> Thread.ofPlatform().daemon().name("asyncio-file").start(work);

    private static final String PACKAGE = Offload.class.getPackageName() + ".";

    private Offload() {}

    /** Suspends until the work is done. A cancel drops work that has not begun. */
    public static <T extends @Nullable Object> T call(Block<T, IOException> work)
            throws IOException {
        EventLoop loop = Asyncio.getRunningLoop();
        checkTask();
        var job = new Job<T>(work);
        try {
            return loop.runInExecutor(null, job).await();
        } catch (Exception e) {
            addCaller(e);
            throw e;
        }
    }

    /** A class of ours, so that {@link #addCaller} knows its frame. */
    private record Job<T extends @Nullable Object>(Block<T, IOException> work)
            implements Block<T, IOException> {
        @Override
        public T await() throws IOException {
            return work.await();
        }
    }

    /**
     * Does the work behind the scenes, at once. If it fails, the loop's exception handler is told.
     */
    public static void inBackground(EventLoop loop, Block<@Nullable Void, IOException> work) {
        var _ = loop.runInExecutor(OWN_THREAD, work);
    }

    /**
     * Checks that the caller can suspend, before anything is begun whose end could not be waited
     * for.
     *
     * @throws IllegalStateException if it is no task
     */
    public static void checkTask() {
        if (Asyncio.currentTask() == null) {
            throw new IllegalStateException(
                    "cannot suspend here: callbacks run outside of any task");
        }
    }

    // ---- opening

    /** Opens a file; if the task is cancelled meanwhile, closes it again. */
    public static OpenFile open(Path path, Set<? extends OpenOption> options) throws IOException {
        var opening = new Opening(path, options);
        boolean opened = false;
        try {
            OpenFile file = call(opening::open);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                opening.abandon(Asyncio.getRunningLoop());
            }
        }
    }

    /**
     * Decides who closes a file that nobody waits for any more: the thread that opens it, or we.
     */
    private static final class Opening {
        private final Path path;
        private final Set<? extends OpenOption> options;

        /** Both guarded by this object's monitor. */
        private @Nullable OpenFile file;

        private boolean abandoned;

        Opening(Path path, Set<? extends OpenOption> options) {
            this.path = path;
            this.options = options;
        }

        OpenFile open() throws IOException {
            OpenFile opened = OpenFile.open(path, options);
            if (!handOver(opened)) {
                opened.close();
            }
            return opened;
        }

        private synchronized boolean handOver(OpenFile opened) {
            file = opened;
            return !abandoned;
        }

        void abandon(EventLoop loop) {
            OpenFile opened = markAbandoned();
            if (opened != null) {
                inBackground(
                        loop,
                        () -> {
                            opened.close();
                            return null;
                        });
            }
        }

        private synchronized @Nullable OpenFile markAbandoned() {
            abandoned = true;
            return file;
        }
    }

    // ---- stack traces

    /**
     * Makes the stack trace of an error read as if the call had been made where it was awaited:
     * cuts the executor's frames off and puts those of the calling thread in their place.
     */
    static void addCaller(Exception error) {
        StackTraceElement[] there = error.getStackTrace();
        int end = there.length;
        while (end > 0 && !isOurs(there[end - 1])) {
            end--;
        }
        if (end > 0) {
            Stream<StackTraceElement> here =
                    Arrays.stream(new Throwable().getStackTrace()).dropWhile(Offload::isOurs);
            error.setStackTrace(
                    Stream.concat(Arrays.stream(there, 0, end), here)
                            .toArray(StackTraceElement[]::new));
        }
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith(PACKAGE);
    }
}
