package org.asyncio4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.test.VirtualClock;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The programs in {@code src/test/transcripts}: each a Python file, its Java twin, and what Python
 * printed. The twins run here, in this JVM, on a virtual clock.
 */
final class TranscriptPrograms implements AutoCloseable {
    private static final Path FOLDER = Path.of("src", "test", "transcripts");

    /** For a program that hangs: far above what any takes. */
    private static final int STUCK_AFTER_SECONDS = 60;

    /** What a program printed, how it ended, and what the library logged meanwhile. */
    record Run(String printed, @Nullable Throwable failure, List<String> log) {}

    private final URLClassLoader classes;

    private TranscriptPrograms(URLClassLoader classes) {
        this.classes = classes;
    }

    /** Their names, {@code area/Name}, of all that have at least one file. */
    static List<String> names() throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            files.map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.matches("\\w+/\\w+\\.(py|java|txt)"))
                    .forEach(name -> names.add(name.substring(0, name.lastIndexOf('.'))));
        }
        return List.copyOf(names);
    }

    static Path file(String name, String extension) {
        return FOLDER.resolve(name + extension);
    }

    static String expected(String name) throws IOException {
        return Files.readString(file(name, ".txt"));
    }

    /** Compiles all twins at once. */
    static TranscriptPrograms compile(List<String> names, Path output) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                "--class-path=" + System.getProperty("java.class.path"),
                                "--release=25",
                                "-proc:none",
                                "-encoding",
                                "UTF-8",
                                "-d",
                                output.toString()));
        names.stream()
                .map(name -> file(name, ".java"))
                .filter(Files::exists)
                .forEach(twin -> command.add(twin.toString()));
        var messages = new StringWriter();
        var writer = new PrintWriter(messages, true);
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(writer, writer, command.toArray(String[]::new)) != 0) {
            throw new AssertionError("the programs do not compile:\n" + messages);
        }
        return new TranscriptPrograms(new URLClassLoader(new URL[] {output.toUri().toURL()}));
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }

    /**
     * Runs a twin on loops with virtual clocks.
     *
     * @param seed what decides between timers that are due at one time and channels that are ready
     *     at once; null for the loop's own order
     */
    Run run(String name, @Nullable Long seed) throws Exception {
        var factoryBefore = Loop.defaultFactory;
        PrintStream outBefore = System.out;
        var printed = new ByteArrayOutputStream();
        try (var records = new LogRecords();
                var out = new PrintStream(printed, true, UTF_8)) {
            Loop.defaultFactory = () -> newLoop(seed);
            System.setOut(out);
            Throwable failure = mainFailure(name);
            var log = records.texts().stream().filter(text -> !text.startsWith("INFO")).toList();
            return new Run(printed.toString(UTF_8).replace("\r\n", "\n"), failure, log);
        } finally {
            System.setOut(outBefore);
            Loop.defaultFactory = factoryBefore;
        }
    }

    private static Loop newLoop(@Nullable Long seed) {
        var loop = new Loop(new VirtualClock());
        if (seed != null) {
            loop.scheduler.shuffleTies(new Random(seed));
        }
        return loop;
    }

    private @Nullable Throwable mainFailure(String name) throws Exception {
        var done =
                new FutureTask<@Nullable Void>(
                        () -> {
                            invokeMain(name);
                            return null;
                        });
        Thread thread = Thread.ofPlatform().daemon().name("transcript").start(done);
        try {
            done.get(STUCK_AFTER_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            Throwable failure = e.getCause();
            return failure instanceof InvocationTargetException ? failure.getCause() : failure;
        } catch (TimeoutException e) {
            thread.interrupt();
            return new AssertionError("the program is stuck", e);
        }
    }

    private void invokeMain(String name) throws ReflectiveOperationException {
        Class<?> program = classes.loadClass(name.substring(name.indexOf('/') + 1));
        var constructor = program.getDeclaredConstructor();
        var main = program.getDeclaredMethod("main");
        constructor.setAccessible(true);
        main.setAccessible(true);
        main.invoke(constructor.newInstance());
    }
}
