package org.asyncio4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs a program as {@code ./asyncio run} does, in a JVM of its own, on the back-end under test.
 * The working directory is that of the examples.
 */
final class Example {
    /** For a program that hangs: far above what any takes. */
    private static final int TIME_LIMIT_SECONDS = 120;

    private static final int DUMP_LIMIT_SECONDS = 20;

    /** They make a program or its JVM say more on stderr. */
    private static final List<String> UNWANTED_VARIABLES =
            List.of("ASYNCIO_DEBUG", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final boolean CARRIED =
            System.getProperty("asyncio4j.expectBackend", "carried").equals("carried");

    private static final Pattern HINT =
            Pattern.compile(
                    "^INFO asyncio: running on the hand-off back-end.*\n", Pattern.MULTILINE);

    /**
     * What a program left behind, with {@code \n} as line end.
     *
     * @param err without the line that says which back-end is in use
     */
    record Result(int status, String out, String err) {}

    private Example() {}

    /** What CPython printed for the program's twin, recorded by {@code src/test/python/record}. */
    static String expected(String name) throws IOException {
        return read(Path.of("src/test/resources/expected", name + ".txt"));
    }

    /** Runs {@code NAME.java} to its end. */
    static Result run(String name, String... args) throws Exception {
        return run(CARRIED, name, args);
    }

    /** {@link #run} for a program that needs no loop: there is no word of a back-end then. */
    static Result runWithoutLoop(String name, String... args) throws Exception {
        return run(true, name, args);
    }

    private static Result run(boolean isQuiet, String name, String... args) throws Exception {
        Path directory = Files.createTempDirectory("example");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try {
            var builder = new ProcessBuilder(command(name, args));
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeAll(UNWANTED_VARIABLES);
            Process process = builder.start();
            try {
                if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    String dump = threadDump(process, directory.resolve("dump"));
                    throw new AssertionError(
                            "%s hangs; it printed\n%s\nand on stderr\n%s\n%s"
                                    .formatted(name, read(out), read(err), dump));
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            return result(isQuiet, process.exitValue(), read(out), read(err));
        } finally {
            delete(directory);
        }
    }

    /** The command that runs {@code NAME.java}. */
    static List<String> command(String name, String... args) throws IOException {
        var command = new ArrayList<>(withSigInt());
        command.add(tool("java"));
        if (CARRIED) {
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        }
        command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %3$s: %5$s%6$s%n");
        command.add("-Duser.language=en");
        command.add("-ea");
        command.add("-XX:TieredStopAtLevel=1"); // a run is short: half the time
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.asyncio4j.cli.Main", "run", name + ".java"));
        command.addAll(Arrays.asList(args));
        return command;
    }

    /**
     * What to put before a command that may be interrupted: a build in the background ignores
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

    private static Result result(boolean isQuiet, int status, String out, String err) {
        var hint = HINT.matcher(err);
        if (hint.find() == isQuiet) {
            throw new AssertionError(
                    "not on the %s back-end; printed\n%s\nand on stderr\n%s"
                            .formatted(CARRIED ? "carried" : "hand-off", out, err));
        }
        return new Result(status, out, hint.replaceFirst(""));
    }

    /** With the virtual threads, which {@code jstack} leaves out. */
    private static String threadDump(Process process, Path file) throws Exception {
        Process jcmd =
                new ProcessBuilder(
                                tool("jcmd"),
                                Long.toString(process.pid()),
                                "Thread.dump_to_file",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(file.resolveSibling("jcmd").toFile())
                        .start();
        try {
            jcmd.waitFor(DUMP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            jcmd.destroyForcibly();
        }
        return Files.exists(file) ? read(file) : "no thread dump";
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
