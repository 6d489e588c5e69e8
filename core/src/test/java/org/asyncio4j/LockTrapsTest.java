package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks that a task holds while suspended, or contends for with a foreign thread, while a callback
 * wants them too. Each of these hangs a loop whose callbacks run on the carrier.
 */
@CarriedOnly
@LoopOptions(stuckAfterSeconds = 30)
class LockTrapsTest {
    @AsyncTest
    void callback_wantsMonitorOfSuspendedTask_waitsWithoutTheLoop() {
        var monitor = new Object();
        Future<Void> release = Future.pending();
        var log = new ArrayList<String>();
        var holder =
                createTask(
                        () -> {
                            synchronized (monitor) {
                                log.add("held");
                                release.await();
                            }
                        });
        sleep(millis(1));
        Future<Void> got = Future.pending();
        getRunningLoop()
                .callSoon(
                        () -> {
                            synchronized (monitor) {
                                log.add("callback");
                                got.setResult(null);
                            }
                        });
        getRunningLoop().callSoon(() -> log.add("next callback"));
        sleep(Duration.ZERO);
        release.setResult(null);
        gather(holder, got);
        assertEquals(List.of("held", "next callback", "callback"), log);
    }

    @AsyncTest
    void callback_putsWhileTaskComputesInTheSameBin_waitsWithoutTheLoop() {
        var map = new ConcurrentHashMap<String, String>();
        Future<String> value = Future.pending();
        var computer = createTask(() -> map.computeIfAbsent("key", key -> value.await()));
        sleep(millis(1));
        Future<String> put = Future.pending();
        getRunningLoop().callSoon(() -> put.setResult(map.put("key", "callback's")));
        sleep(Duration.ZERO);
        value.setResult("task's");
        assertEquals(List.of("task's", "task's"), gather(computer, put));
        assertEquals("callback's", map.get("key"));
    }

    @AsyncTest
    void callback_printsWhileTheStreamBelowIsSuspended_waitsWithoutTheLoop() {
        Future<Void> release = Future.pending();
        var written = new ArrayList<Integer>();
        var slow =
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) {
                                if (written.isEmpty()) {
                                    release.await();
                                }
                                written.add(b);
                            }
                        },
                        true);
        var printer = createTask(() -> slow.write('a'));
        sleep(millis(1));
        Future<Void> printed = Future.pending();
        getRunningLoop()
                .callSoon(
                        () -> {
                            slow.write('b');
                            printed.setResult(null);
                        });
        sleep(Duration.ZERO);
        release.setResult(null);
        gather(printer, printed);
        assertEquals(List.of((int) 'a', (int) 'b'), written);
    }

    /** Nobody suspends while holding it: plain contention of three is enough. */
    @AsyncTest
    void lock_contendedByForeignThreadTaskAndCallback_isPassedOn(TestLoop loop) throws Exception {
        contend(loop, new ReentrantLock());
    }

    @AsyncTest
    void fairLock_contendedByForeignThreadTaskAndCallback_isPassedOn(TestLoop loop)
            throws Exception {
        contend(loop, new ReentrantLock(true));
    }

    private static void contend(TestLoop loop, ReentrantLock lock) throws Exception {
        try (var _ = loop.clock().hold()) {
            var held = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            Thread foreign =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        locked(
                                                lock,
                                                () -> {
                                                    held.countDown();
                                                    awaitLatch(release);
                                                });
                                    });
            held.await();
            var log = new ArrayList<String>();
            var task = createTask(() -> locked(lock, () -> log.add("task")));
            Future<Void> callback = Future.pending();
            getRunningLoop()
                    .callSoon(
                            () -> {
                                locked(lock, () -> log.add("callback"));
                                callback.setResult(null);
                            });
            sleep(Duration.ZERO);
            assertTrue(lock.hasQueuedThreads());
            release.countDown();
            gather(task, callback);
            foreign.join();
            assertEquals(List.of("callback", "task"), log.stream().sorted().toList());
        }
    }

    private static void locked(ReentrantLock lock, Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    @AsyncTest
    void monitor_contendedByForeignThreadTaskAndCallback_isPassedOn(TestLoop loop)
            throws Exception {
        try (var _ = loop.clock().hold()) {
            var monitor = new Object();
            var held = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            Thread foreign =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        synchronized (monitor) {
                                            held.countDown();
                                            awaitLatch(release);
                                        }
                                    });
            held.await();
            var count = new int[1];
            var task =
                    createTask(
                            () -> {
                                synchronized (monitor) {
                                    count[0]++;
                                }
                            });
            Future<Void> callback = Future.pending();
            getRunningLoop()
                    .callSoon(
                            () -> {
                                synchronized (monitor) {
                                    count[0]++;
                                }
                                callback.setResult(null);
                            });
            sleep(Duration.ZERO);
            release.countDown();
            gather(task, callback);
            foreign.join();
            assertEquals(2, count[0]);
        }
    }

    @AsyncTest
    void callback_blocks_othersKeepTheirOrder(TestLoop loop) {
        var log = new ArrayList<String>();
        var latch = new CountDownLatch(1);
        Future<Void> resumed = Future.pending();
        var events = getRunningLoop();
        events.callSoon(() -> log.add("1"));
        events.callSoon(
                () -> {
                    log.add("2 blocks");
                    awaitLatch(latch);
                    log.add("2 resumes");
                    resumed.setResult(null);
                });
        events.callSoon(() -> log.add("3"));
        var task = createTask(() -> log.add("task 4"));
        events.callSoon(() -> log.add("5"));
        sleep(Duration.ZERO);
        latch.countDown();
        gather(task, resumed);
        assertEquals(List.of("1", "2 blocks", "3", "task 4", "5", "2 resumes"), log);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // ---- where suspending is impossible

    @AsyncTest
    void await_inAClassInitialiser_throwsInsteadOfHanging() {
        var error = assertThrows(ExceptionInInitializerError.class, () -> AwaitsInClinit.touch());
        assertTrue(error.getCause().getMessage().contains("class initialiser"));
        sleep(millis(1)); // and the task goes on as if nothing had been
    }

    @AsyncTest
    void sleepZero_inAClassInitialiser_throwsAndLeavesNoTrace() {
        var log = new ArrayList<String>();
        assertThrows(ExceptionInInitializerError.class, () -> YieldsInClinit.touch());
        createTask(() -> log.add("other"));
        sleep(Duration.ZERO); // a turn left over from the failed call would come before the other
        log.add("main");
        assertEquals(List.of("other", "main"), log);
    }

    private static final class AwaitsInClinit {
        static {
            Future.pending().await();
        }

        static void touch() {}
    }

    private static final class YieldsInClinit {
        static {
            sleep(Duration.ZERO);
        }

        static void touch() {}
    }
}
