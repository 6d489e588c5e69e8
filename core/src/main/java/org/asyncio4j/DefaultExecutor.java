package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads for blocking work of one loop, made when first asked for. Platform threads, because
 * file I/O and name look-ups hold on to the thread under a virtual one. Confined to the loop.
 */
final class DefaultExecutor {
    private static final int MAX_THREADS =
            Math.min(32, Runtime.getRuntime().availableProcessors() + 4); // as in CPython

    private final Loop loop;
    private @Nullable ExecutorService threads;
    private boolean shutDown;

    DefaultExecutor(Loop loop) {
        this.loop = loop;
    }

    ExecutorService get() {
        if (shutDown) {
            throw new IllegalStateException("the default executor has been shut down");
        }
        if (threads == null) {
            threads = newThreads();
        }
        return threads;
    }

    private static ExecutorService newThreads() {
        var number = new AtomicInteger();
        var pool =
                new ThreadPoolExecutor(
                        MAX_THREADS,
                        MAX_THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("asyncio_" + number.getAndIncrement())
                                        .unstarted(work));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void shutdown() {
        shutDown = true;
        if (threads != null) {
            threads.shutdown();
        }
    }

    /** Suspends until all work has ended, or the timeout has. */
    void shutdownAndWait(Duration timeout) {
        shutdown();
        ExecutorService pool = threads;
        if (pool == null || pool.isTerminated()) {
            return;
        }
        boolean ended =
                ExecutorJob.start(
                                loop,
                                work ->
                                        Thread.ofPlatform()
                                                .daemon()
                                                .name("asyncio-join")
                                                .start(work),
                                () ->
                                        pool.awaitTermination(
                                                timeout.toMillis(), TimeUnit.MILLISECONDS))
                        .await();
        if (!ended) {
            Log.asyncio()
                    .log(
                            Level.WARNING,
                            "the executor did not finish joining its threads within "
                                    + timeout.toSeconds()
                                    + " seconds");
        }
    }
}
