package org.asyncio4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A source file and the two ways to run it: in this JVM, or in one of its own. */
record ProgramFile(Path path) {
    record Result(int status, String out, String err) {}

    static ProgramFile write(Path directory, String name, String source) throws IOException {
        return new ProgramFile(Files.writeString(directory.resolve(name), source));
    }

    /** In this JVM; {@code out} holds what the command prints, not what the program does. */
    Result run(String... args) throws Throwable {
        return execute(
                Stream.concat(Stream.of("run", path.toString()), Stream.of(args))
                        .toArray(String[]::new));
    }

    static Result execute(String... args) throws Throwable {
        return execute(ProgramCache.NONE, args);
    }

    static Result execute(ProgramCache cache, String... args) throws Throwable {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status;
        try (var outPrinter = new PrintStream(out, true, UTF_8);
                var errPrinter = new PrintStream(err, true, UTF_8)) {
            status = Main.execute(args, cache, outPrinter, errPrinter);
        }
        return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    Result runInProcess(String... args) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "run",
                                path.toString()));
        command.addAll(List.of(args));
        var out = path.resolveSibling("out");
        var err = path.resolveSibling("err");
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("ASYNCIO_CACHE_DIR", "");
        var process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
