package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Loops beside and after each other. */
class ManyLoopsTest {
    @Test
    void loops_onSeveralThreads_doNotMixTheirTasks() throws Exception {
        int loops = 4;
        int rounds = 5_000;
        try (var threads = Executors.newFixedThreadPool(loops)) {
            var results = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int i = 0; i < loops; i++) {
                Callable<Integer> main = () -> run(() -> countOwn(rounds));
                results.add(threads.submit(main));
            }
            for (var result : results) {
                assertEquals(rounds, result.get(60, TimeUnit.SECONDS));
            }
        }
    }

    private static int countOwn(int rounds) {
        var loop = getRunningLoop();
        int own = 0;
        for (int i = 0; i < rounds; i++) {
            var seen = createTask(() -> getRunningLoop()).await();
            sleep(Duration.ZERO);
            own += seen == loop && getRunningLoop() == loop ? 1 : 0;
        }
        return own;
    }

    @Test
    void run_inATask_isRefused() {
        String message =
                run(
                        () -> {
                            try {
                                Asyncio.<Integer, RuntimeException>run(() -> 1);
                                return "ran";
                            } catch (IllegalStateException e) {
                                return e.getMessage();
                            }
                        });
        assertEquals("cannot run an event loop while another one runs on this thread", message);
    }

    @Test
    void run_twice_usesTwoLoops() {
        assertNotSame(run(() -> getRunningLoop()), run(() -> getRunningLoop()));
    }

    /** The JDK's socket pollers must not be captured by a loop and rest when it does. */
    @Test
    void socketsOfVirtualThreads_whileTheLoopThatUsedThemRests_work() throws Exception {
        var result = ChildJvm.run(SocketsBesideARestingLoop.class);
        assertTrue(result.output().contains("in the loop x, beside it x"), result.output());
        assertEquals(0, result.exitCode());
    }

    @Test
    void socketsOfVirtualThreads_polledByPlatformThreads_workBesideARestingLoop() throws Exception {
        var result = ChildJvm.run(SocketsBesideARestingLoop.class, "-Djdk.pollerMode=1");
        assertTrue(result.output().contains("in the loop x, beside it x"), result.output());
        assertEquals(0, result.exitCode());
    }

    static final class SocketsBesideARestingLoop {
        public static void main(String[] args) throws Exception {
            try (var runner = Runner.open()) {
                char inside = runner.run(() -> readOne());
                var outside = new char[1];
                Thread thread = Thread.ofVirtual().start(() -> outside[0] = readUnchecked());
                if (!thread.join(Duration.ofSeconds(30))) {
                    IO.println("hangs");
                    System.exit(1);
                }
                IO.println("in the loop " + inside + ", beside it " + outside[0]);
            }
        }

        private static char readUnchecked() {
            try {
                return readOne();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        /** Reads a byte that comes only after the read has begun to wait. */
        private static char readOne() throws Exception {
            try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                    var server = listening.accept()) {
                Thread reader = Thread.currentThread();
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        while (!isReading(reader)) {
                                            Thread.onSpinWait();
                                        }
                                        server.getOutputStream().write('x');
                                    } catch (java.io.IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
                InputStream in = client.getInputStream();
                return (char) in.read();
            }
        }

        private static boolean isReading(Thread thread) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getMethodName().equals("park")) {
                    return true;
                }
            }
            return false;
        }
    }
}
