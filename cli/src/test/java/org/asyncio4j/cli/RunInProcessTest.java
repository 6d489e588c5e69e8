package org.asyncio4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.cli.ProgramFile.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What only a JVM of its own can show: output, exit status, and the report of an exception. */
class RunInProcessTest {
    @TempDir Path directory;

    @Test
    void output_andStatus_areThoseOfTheProgram() throws Exception {
        var result =
                run(
                        """
                        void main(String[] args) {
                            IO.println(String.join("|", args));
                            System.err.println("careful");
                            System.exit(42);
                        }
                        """,
                        "a b",
                        "--help");

        assertEquals(new Result(42, "a b|--help\n", "careful\n"), result);
    }

    @Test
    void main_returningBeforeAnotherThread_letsItEnd() throws Exception {
        var result =
                run(
                        """
                        void main() {
                            var main = Thread.currentThread();
                            new Thread(() -> {
                                try {
                                    main.join();
                                    IO.println("last");
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            }).start();
                        }
                        """);

        assertEquals(new Result(0, "last\n", ""), result);
    }

    @Test
    void exception_uncaught_isReportedFromTheProgramsOwnLine() throws Exception {
        var result =
                run(
                        """
                        void main(String[] args) throws Exception {
                            try {
                                number("x");
                            } catch (NumberFormatException e) {
                                throw new IOException("no number", e);
                            }
                        }

                        int number(String s) {
                            return Integer.parseInt(s);
                        }
                        """);

        var report =
                """
                Exception in thread "main" java.io.IOException: no number
                \tat Program.main(Program.java:5)
                Caused by: java.lang.NumberFormatException: For input string: "x"
                \tat Program.number(Program.java:10)
                \tat Program.main(Program.java:3)
                """;
        assertEquals(new Result(1, "", report), result);
    }

    @Test
    void keyboardInterrupt_uncaught_endsQuietlyWith130() throws Exception {
        var result =
                run(
                        """
                        void main() throws Throwable {
                            var type = Class.forName("org.asyncio4j.KeyboardInterrupt");
                            var constructor = type.getDeclaredConstructors()[0];
                            constructor.setAccessible(true);
                            var arguments = new Object[constructor.getParameterCount()];
                            throw (Throwable) constructor.newInstance(arguments);
                        }
                        """);

        assertEquals(new Result(130, "", ""), result);
    }

    private Result run(String source, String... args) throws IOException, InterruptedException {
        var result = ProgramFile.write(directory, "Program.java", source).runInProcess(args);
        return new Result(result.status(), lines(result.out()), lines(result.err()));
    }

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }
}
