package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.StreamReader;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * Listens on an idle connection, in a task of its own, until it is wanted or has become useless:
 * closed by the server, written to by the server without being asked, or unused for too long.
 * Loop-confined.
 */
final class IdleWatch {
    private final Duration keepAlive;
    private final Runnable onUseless;
    private final Future<Boolean> outcome = Future.pending();
    private @Nullable Task<Void> task;
    private boolean hasBegun;
    private boolean isStopping;

    /** {@code onUseless} is called in the watching task, perhaps after {@link #stop}. */
    IdleWatch(Duration keepAlive, Runnable onUseless) {
        this.keepAlive = keepAlive;
        this.onUseless = onUseless;
    }

    void start(StreamReader reader) {
        task = Asyncio.createTask(() -> watch(reader));
    }

    private void watch(StreamReader reader) {
        hasBegun = true;
        boolean isQuiet = false;
        try {
            Asyncio.timeout(keepAlive, () -> reader.read(1));
        } catch (TimeoutException | IOException e) {
            // Unused for too long, or broken.
        } catch (CancelledError e) {
            isQuiet = isStopping;
            if (!isStopping) {
                throw e;
            }
        } finally {
            if (!outcome.isDone()) {
                outcome.setResult(isQuiet);
            }
            if (!isQuiet) {
                onUseless.run();
            }
        }
    }

    /**
     * Suspends for a moment, until the reader is free again.
     *
     * @return whether the connection was still and can be used
     */
    boolean stop() {
        isStopping = true;
        if (task != null) {
            task.cancel();
        }
        return !hasBegun || outcome.await();
    }
}
