package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that serves on a free port until Ctrl-C. */
final class ServingExample implements AutoCloseable {
    private static final int TIME_LIMIT_SECONDS = 120;

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    /** What it printed first: where it serves. */
    final String firstLine;

    final int port;

    private ServingExample(Process process, Path err) throws IOException {
        this.process = process;
        this.err = err;
        this.out = process.inputReader();
        this.firstLine = String.valueOf(out.readLine());
        if (!firstLine.startsWith("serving on port ")) {
            throw new AssertionError(firstLine + "\n" + Files.readString(err));
        }
        this.port = Integer.parseInt(firstLine.split(" ", -1)[3]);
    }

    /** Starts {@code NAME.java} with the arguments after those that ask for a free port. */
    static ServingExample start(String name, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(Arrays.asList(args));
        Path err = Files.createTempFile(name, ".err");
        Process process =
                new ProcessBuilder(Example.command(name, all.toArray(String[]::new)))
                        .redirectError(err.toFile())
                        .start();
        try {
            return new ServingExample(process, err);
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Presses Ctrl-C, and expects nothing on stderr but the word about the back-end. */
    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
            process.onExit().orTimeout(TIME_LIMIT_SECONDS, TimeUnit.SECONDS).join();
            assertEquals(
                    List.of(),
                    Files.readAllLines(err).stream()
                            .filter(line -> !line.startsWith("INFO asyncio: running on the"))
                            .toList());
            assertEquals(130, process.exitValue());
        } finally {
            process.destroyForcibly();
            Files.delete(err);
        }
    }
}
