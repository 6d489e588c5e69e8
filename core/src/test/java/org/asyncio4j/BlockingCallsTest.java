package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Blocking JDK calls inside a task do not hold up other tasks. In each test the blocked call can
 * end only through something another task does later.
 */
@CarriedOnly
@LoopOptions(stuckAfterSeconds = 30)
class BlockingCallsTest {
    /** Starts the task, lets it block, shows that others run, then lets it go on. */
    private static <T> T whileOthersRun(Block<T, ?> blocking, VoidBlock<?> unblock) {
        var blocked = createTask(blocking);
        sleep(Duration.ZERO);
        assertFalse(blocked.isDone());
        int turns = 0;
        for (int i = 0; i < 100; i++) {
            turns += await(createTask(() -> 1));
        }
        assertEquals(100, turns);
        assertFalse(blocked.isDone());
        await(createTask(unblock));
        return blocked.await();
    }

    @AsyncTest
    void blockingQueue_take() {
        var queue = new LinkedBlockingQueue<String>();
        assertEquals("item", whileOthersRun(queue::take, () -> queue.put("item")));
    }

    @AsyncTest
    void semaphore_acquire() {
        var semaphore = new Semaphore(0);
        whileOthersRun(
                () -> {
                    semaphore.acquire();
                    return true;
                },
                semaphore::release);
    }

    @AsyncTest
    void monitor_contended() {
        var monitor = new Object();
        Future<Void> release = Future.pending();
        var holder =
                createTask(
                        () -> {
                            synchronized (monitor) {
                                release.await();
                            }
                        });
        sleep(Duration.ZERO);
        assertTrue(
                whileOthersRun(
                        () -> {
                            synchronized (monitor) {
                                return true;
                            }
                        },
                        () -> release.setResult(null)));
        await(holder);
    }

    @AsyncTest
    void object_wait() {
        var monitor = new Object();
        var done = new boolean[1];
        whileOthersRun(
                () -> {
                    synchronized (monitor) {
                        while (!done[0]) {
                            monitor.wait();
                        }
                        return true;
                    }
                },
                () -> {
                    synchronized (monitor) {
                        done[0] = true;
                        monitor.notifyAll();
                    }
                });
    }

    /**
     * What a JDBC driver does: a blocking socket under a buffered stream, with a lock around it.
     */
    @AsyncTest
    void socket_read() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                var server = listening.accept()) {
            assertEquals(
                    'x',
                    whileOthersRun(
                            () -> client.getInputStream().read(),
                            () -> server.getOutputStream().write('x')));
        }
    }

    @AsyncTest
    void serverSocket_accept() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            whileOthersRun(
                            listening::accept,
                            () ->
                                    new Socket(listening.getInetAddress(), listening.getLocalPort())
                                            .close())
                    .close();
        }
    }

    /** The sleep of one task is longer than all the work of the other. */
    @AsyncTest
    void thread_sleep() {
        var woken = new CountDownLatch(1);
        var sleeper =
                createTask(
                        () -> {
                            Thread.sleep(50);
                            woken.countDown();
                        });
        sleep(Duration.ZERO);
        long turnsMeanwhile = 0;
        while (woken.getCount() > 0) {
            await(createTask(() -> 1));
            turnsMeanwhile++;
        }
        await(sleeper);
        assertTrue(turnsMeanwhile > 1);
    }

    @AsyncTest
    void future_get() {
        var future = new java.util.concurrent.CompletableFuture<String>();
        assertEquals("done", whileOthersRun(future::get, () -> future.complete("done")));
    }

    @AsyncTest
    void process_waitFor() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        int exitCode = whileOthersRun(child::waitFor, () -> child.getOutputStream().close());
        assertEquals(0, exitCode);
    }
}
