package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.asyncio4j.test.LoopOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a task sees that is cancelled while it waits, in whatever it waits. The rule: it ends
 * cancelled whether it sees something or not, and the interrupt that got through to it leaves no
 * flag behind.
 */
@LoopOptions(stuckAfterSeconds = 30)
class InterruptTableTest {
    /**
     * Something that waits.
     *
     * @param release lets a call go on that a cancel does not reach, and cleans up after others
     */
    record Blocking(Block<?, ?> call, VoidBlock<?> release) {}

    enum Flag {
        /** Off when the call is over. */
        OFF,
        /** On when the call has returned, until the task suspends, which throws the cancel. */
        ON_UNTIL_THE_CANCEL,
        /** On when the call has thrown, until the task suspends or ends. */
        ON_IN_FINALLY
    }

    enum In {
        THREAD_SLEEP(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() {
                return new Blocking(call(() -> Thread.sleep(Duration.ofHours(1))), () -> {});
            }
        },
        BLOCKING_QUEUE_TAKE(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() {
                return new Blocking(new LinkedBlockingQueue<String>()::take, () -> {});
            }
        },
        OBJECT_WAIT(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() {
                var monitor = new Object();
                return new Blocking(call(() -> waitOn(monitor)), () -> {});
            }
        },
        JUC_FUTURE_GET(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() {
                return new Blocking(new FutureTask<>(() -> "never run")::get, () -> {});
            }
        },
        COMPLETABLE_FUTURE_GET(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() {
                return new Blocking(new CompletableFuture<String>()::get, () -> {});
            }
        },
        PROCESS_WAIT_FOR(InterruptedException.class, Flag.OFF) {
            @Override
            Blocking begin() throws IOException {
                Process process = new ProcessBuilder("cat").start();
                return new Blocking(
                        process::waitFor,
                        () -> {
                            assertTrue(process.isAlive());
                            process.getOutputStream().close();
                        });
            }
        },
        REENTRANT_LOCK(null, Flag.ON_UNTIL_THE_CANCEL) {
            @Override
            Blocking begin() {
                var lock = new ReentrantLock();
                lock.lock();
                return new Blocking(call(() -> take(lock)), lock::unlock);
            }
        },
        SYNCHRONIZED(null, Flag.ON_UNTIL_THE_CANCEL) {
            @Override
            Blocking begin() {
                var monitor = new Object();
                Future<Void> release = Future.pending();
                var holder = createTask(() -> holdWhile(monitor, release));
                sleep(Duration.ZERO);
                return new Blocking(
                        call(() -> holdWhile(monitor, null)),
                        () -> {
                            release.setResult(null);
                            holder.await();
                        });
            }
        },
        COMPLETABLE_FUTURE_JOIN(null, Flag.ON_UNTIL_THE_CANCEL) {
            @Override
            Blocking begin() {
                var future = new CompletableFuture<String>();
                return new Blocking(future::join, () -> future.complete("at last"));
            }
        },
        PARK(null, Flag.ON_UNTIL_THE_CANCEL) {
            @Override
            Blocking begin() {
                return new Blocking(call(LockSupport::park), () -> {});
            }
        },
        SELECT(null, Flag.ON_UNTIL_THE_CANCEL) {
            @Override
            Blocking begin() throws IOException {
                Selector selector = Selector.open();
                return new Blocking(selector::select, selector::close);
            }
        },
        SOCKET_CHANNEL_READ(ClosedByInterruptException.class, Flag.ON_IN_FINALLY) {
            @Override
            Blocking begin() throws IOException {
                var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = SocketChannel.open(listening.getLocalSocketAddress());
                return new Blocking(
                        () -> client.read(ByteBuffer.allocate(1)),
                        () -> {
                            assertFalse(client.isOpen());
                            listening.close();
                        });
            }
        },
        SOCKET_STREAM_READ(SocketException.class, Flag.ON_IN_FINALLY) {
            @Override
            Blocking begin() throws IOException {
                var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                return new Blocking(
                        () -> client.getInputStream().read(),
                        () -> {
                            assertTrue(client.isClosed());
                            listening.close();
                        });
            }
        },
        AWAIT(CancelledError.class, Flag.OFF) {
            @Override
            Blocking begin() {
                Future<Void> future = Future.pending();
                return new Blocking(future, () -> assertTrue(future.isCancelled()));
            }
        },
        SLEEP(CancelledError.class, Flag.OFF) {
            @Override
            Blocking begin() {
                return new Blocking(call(() -> sleep(Duration.ofHours(1))), () -> {});
            }
        };

        /** What the call throws when the task is cancelled; null if it returns. */
        final @Nullable Class<? extends Throwable> sees;

        final Flag flag;

        In(@Nullable Class<? extends Throwable> sees, Flag flag) {
            this.sees = sees;
            this.flag = flag;
        }

        abstract Blocking begin() throws Exception;

        boolean isJdkCall() {
            return this != AWAIT && this != SLEEP;
        }

        private static <X extends Throwable> Block<Boolean, X> call(VoidBlock<X> work) {
            return () -> {
                work.run();
                return true;
            };
        }

        private static void take(ReentrantLock lock) {
            lock.lock();
            try {
                assertTrue(lock.isHeldByCurrentThread());
            } finally {
                lock.unlock();
            }
        }

        private static void waitOn(Object monitor) throws InterruptedException {
            synchronized (monitor) {
                while (true) {
                    monitor.wait();
                }
            }
        }

        private static void holdWhile(Object monitor, @Nullable Future<?> future) {
            synchronized (monitor) {
                if (future != null) {
                    future.await();
                }
            }
        }
    }

    @TempDir Path dir;

    private @Nullable Class<?> seen;
    private boolean flagAfterCall;
    private boolean flagAtEnd;

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void cancel_whileItWaits_endsItCancelledAndLeavesNoFlag(In in) throws Throwable {
        assumeTrue(carried() || !in.isJdkCall(), "hand-off: the call blocks the loop as well");
        Blocking blocking = in.begin();
        var task = createTask(() -> waitThenCleanUp(in, blocking));
        sleep(Duration.ZERO);
        assertEquals(in.isJdkCall(), task.isForeign());

        assertTrue(task.cancel("enough"));
        sleep(Duration.ZERO);
        Works.run(blocking.release());
        CancelledError error = assertThrows(CancelledError.class, task::await);

        assertEquals("enough", error.getMessage());
        assertTrue(task.isCancelled());
        assertEquals(in.sees, seen);
        assertEquals(in.flag != Flag.OFF, flagAfterCall);
        assertFalse(flagAtEnd);
        assertEquals("cleaned up", Files.readString(file()));
        assertNobodyElseIsInterrupted();
    }

    private Path file() {
        return dir.resolve("log");
    }

    private static boolean carried() {
        return ((Loop) getRunningLoop()).scheduler.blockingCallsSuspendOnlyTheTask();
    }

    private Void waitThenCleanUp(In in, Blocking blocking) throws Throwable {
        try {
            waitIn(blocking);
            sleep(seconds(1)); // throws what the call did not
            throw new AssertionError("the cancel was lost");
        } finally {
            if (in.flag == Flag.ON_IN_FINALLY) {
                suspendUnharmed();
            }
            append("cleaned up");
            flagAtEnd = Thread.currentThread().isInterrupted();
        }
    }

    private void waitIn(Blocking blocking) throws Throwable {
        try {
            blocking.call().await();
        } catch (Throwable e) {
            seen = e.getClass();
            throw e;
        } finally {
            flagAfterCall = Thread.currentThread().isInterrupted();
        }
    }

    /** The flag goes, and so does the error that comes at the first suspension. */
    private static void suspendUnharmed() {
        assertThrows(CancelledError.class, () -> sleep(Duration.ZERO));
    }

    /** Closes the file and throws if the flag is set. */
    private void append(String text) throws IOException {
        try (var channel =
                FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }
    }

    private void assertNobodyElseIsInterrupted() throws IOException {
        assertFalse(Thread.currentThread().isInterrupted());
        assertFalse(createTask(() -> Thread.currentThread().isInterrupted()).await());
        Future<Boolean> inCallback = Future.pending();
        getRunningLoop()
                .callSoon(() -> inCallback.setResult(Thread.currentThread().isInterrupted()));
        assertFalse(inCallback.await());
        append(" and more");
    }

    /** The exception that a call throws because of the cancel is the cause, if it is let out. */
    @ParameterizedTest
    @EnumSource
    @CarriedOnly
    @ExtendWith(AsyncioExtension.class)
    void cancel_whileItWaitsWithoutCleaningUp_endsItCancelledToo(In in) throws Throwable {
        Blocking blocking = in.begin();
        var task = createTask(blocking.call());
        sleep(Duration.ZERO);
        task.cancel("enough");
        sleep(Duration.ZERO);
        Works.run(blocking.release());
        CancelledError error = assertThrows(CancelledError.class, task::await);
        assertEquals("enough", error.getMessage());
        if (in.isJdkCall() && in.sees != null) {
            assertEquals(in.sees, error.getCause().getClass());
        }
        assertNobodyElseIsInterrupted();
    }

    /** There a cancel comes to its turn only after the call, and nothing is interrupted. */
    @AsyncTest
    void cancel_postedWhileTheLoopIsBlocked_isDeliveredAfterTheCall() {
        var loop = getRunningLoop();
        var future = new CompletableFuture<String>();
        var task =
                createTask(
                        () -> {
                            Task<?> self = currentTask();
                            Thread.ofPlatform()
                                    .start(
                                            () -> {
                                                loop.callSoonThreadsafe(self::cancel);
                                                future.complete("came");
                                            });
                            assertEquals("came", future.join());
                            try {
                                sleep(seconds(1));
                            } finally {
                                append("cleaned up");
                            }
                        });
        assertThrows(CancelledError.class, task::await);
        assertTrue(Files.exists(file()));
    }
}
