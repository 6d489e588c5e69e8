package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;

/** What comes out of {@code close()} when the body cleans up by try-with-resources. */
class GeneratorCloseTest {
    /** Closes what is given, the last first. */
    private static Generator<Integer> holding(AutoCloseable... resources) {
        return generator(
                y -> {
                    try (var _ = resources[0];
                            var _ = resources[resources.length - 1]) {
                        y.yield(1);
                    }
                });
    }

    @AsyncTest
    void close_resourceFails_itsErrorComesOut() {
        var first = new IOException("first");
        var second = new IOException("second");
        var numbers = holding(() -> fail(second), () -> fail(first));
        numbers.next();

        assertSame(first, assertThrows(IOException.class, numbers::close));
        assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    }

    private static void fail(Exception error) throws Exception {
        throw error;
    }

    @AsyncTest
    void close_cancelledInTheCleanUp_isCancelled() {
        var numbers = holding(() -> fail(new IOException()), () -> sleep(seconds(1)));
        var closing =
                createTask(
                        () -> {
                            numbers.next();
                            numbers.close();
                        });
        sleep(millis(500));

        closing.cancel();

        waitAll(java.util.List.of(closing));
        assertTrue(closing.isCancelled(), closing.toString());
    }
}
