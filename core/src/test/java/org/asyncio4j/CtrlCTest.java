package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** SIGINT, in JVMs of their own. */
class CtrlCTest {
    /** Starts the program, interrupts it after its first line, returns the rest and the code. */
    static ChildJvm.Result interrupt(Class<?> main) throws Exception {
        Process child = ChildJvm.start(main, ChildJvm.QUIET);
        var reader =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.equals("ready")) {
            line = reader.readLine(); // a JVM may say something first
        }
        new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
        String rest = reader.readAllAsString();
        return new ChildJvm.Result(child.waitFor(), rest);
    }

    @Test
    void ctrlC_cancelsMain_runsFinallyBlocksAndExitsWith130() throws Exception {
        ChildJvm.Result result = interrupt(Waits.class);
        assertEquals(
                List.of("task cleaned up", "main cleaned up", "run ended"),
                result.output().lines().toList());
        assertEquals(130, result.exitCode());
    }

    static final class Waits {
        public static void main(String[] args) {
            try {
                run(Waits::wait1);
            } finally {
                IO.println("run ended");
            }
        }

        private static void wait1() {
            var task =
                    createTask(
                            () -> {
                                try {
                                    sleep(seconds(100));
                                } finally {
                                    IO.println("task cleaned up");
                                }
                            });
            createTask(() -> IO.println("ready"));
            try {
                await(task);
            } finally {
                sleep(millis(1)); // cleaning up may suspend
                IO.println("main cleaned up");
            }
        }
    }

    @Test
    void ctrlC_caughtAsKeyboardInterrupt_letsTheProgramDecide() throws Exception {
        ChildJvm.Result result = interrupt(Catches.class);
        assertEquals(List.of("caught"), result.output().lines().toList());
        assertEquals(0, result.exitCode());
    }

    static final class Catches {
        public static void main(String[] args) {
            try {
                run(
                        () -> {
                            createTask(() -> IO.println("ready"));
                            sleep(seconds(100));
                        });
            } catch (KeyboardInterrupt e) {
                IO.println("caught");
            }
        }
    }

    @Test
    void ctrlC_whileAnotherCancelIsPending_letsTheCancelWin() throws Exception {
        ChildJvm.Result result = interrupt(CancelledTwice.class);
        assertEquals(List.of("cancelled"), result.output().lines().toList());
        assertEquals(0, result.exitCode());
    }

    static final class CancelledTwice {
        public static void main(String[] args) {
            try {
                run(
                        () -> {
                            Task<?> main = currentTask();
                            createTask(() -> IO.println("ready"));
                            try {
                                sleep(seconds(100));
                            } catch (CancelledError e) {
                                main.cancel("by the program");
                                throw e;
                            }
                        });
            } catch (CancelledError e) {
                IO.println("cancelled");
            }
        }
    }
}
