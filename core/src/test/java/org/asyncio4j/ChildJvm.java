package org.asyncio4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with the test's class path, for what needs a fresh one or ends it. */
final class ChildJvm {
    /** For a child that hangs: far above what any takes. */
    private static final int TIME_LIMIT_SECONDS = 120;

    /** Keeps the log, which loops of several threads may write to, out of the output. */
    static final String QUIET = "-Djava.util.logging.config.file=/dev/null";

    record Result(int exitCode, String output) {}

    private ChildJvm() {}

    /**
     * Starts the class's main method on the back-end under test; output and errors in one stream.
     */
    static Process start(Class<?> main, String... jvmOptions) throws IOException {
        return start(withSigInt(), main, jvmOptions);
    }

    /** Starts one that cannot have more than so many files and sockets open. */
    static Process startWithFewFiles(int files, Class<?> main, String... jvmOptions)
            throws IOException {
        return start(
                List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh"),
                main,
                jvmOptions);
    }

    /** {@link #start(Class, String...)} by a program that is given the command line of the JVM. */
    static Process start(List<String> prefix, Class<?> main, String... jvmOptions)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (BackendTest.actual().equals("carried")) {
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.addAll(List.of(jvmOptions));
        command.addAll(
                List.of("-ea", "-cp", System.getProperty("java.class.path"), main.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /**
     * What to put before a command that is to be interrupted: a build in the background ignores
     * SIGINT, and its children inherit that.
     */
    private static List<String> withSigInt() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored =
                Files.exists(status)
                        && Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("SigIgn:"))
                                .map(line -> line.substring("SigIgn:".length()).strip())
                                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
        return ignored ? List.of("env", "--default-signal=INT") : List.of();
    }

    static Result run(Class<?> main, String... jvmOptions) throws Exception {
        return finish(start(main, jvmOptions));
    }

    /** {@link #finish(Process, int)} with a limit that is far above what most take. */
    static Result finish(Process child) throws Exception {
        return finish(child, TIME_LIMIT_SECONDS);
    }

    /** Waits for the end. What was read from its output before is not in the result. */
    static Result finish(Process child, int limitSeconds) throws Exception {
        Thread killer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        if (!child.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                                            child.destroyForcibly();
                                        }
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        String output = new String(child.getInputStream().readAllBytes(), UTF_8);
        int exitCode = child.waitFor();
        killer.join();
        return new Result(exitCode, output);
    }
}
