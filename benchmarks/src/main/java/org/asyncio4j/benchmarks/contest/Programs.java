package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the contestants are started, and built where that is needed. */
final class Programs {
    /** As in the launcher. */
    static final String CARRIED = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /** The collector that a JVM with one processor chooses. */
    static final String SERIAL = "-XX:+UseSerialGC";

    /** Gets the heap from the system at the start, so that page faults are not measured. */
    static final String TOUCHED = "-XX:+AlwaysPreTouch";

    /** For {@code ProcessorTime}, and what Netty brings along. */
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private static final String PACKAGE = "org.asyncio4j.benchmarks.programs.";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path home;
    private final Map<Path, Contestant> built = new HashMap<>();

    /**
     * @param home the directory of the benchmarks
     */
    Programs(Path home) {
        this.home = home;
    }

    /** A program on this JVM's class path. */
    Contestant java(String name, String mainClass, String... options) {
        var command = new ArrayList<String>();
        command.add(JAVA);
        command.add(NATIVE);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PACKAGE + mainClass));
        return Contestant.of(name, command);
    }

    /** Whether it is slow until it has been compiled. */
    static boolean isJava(Contestant contestant) {
        return contestant.command().contains(JAVA);
    }

    /** A script of the peers, by the first Python that has the module. */
    Contestant python(String name, String module, String script, String... arguments)
            throws IOException, InterruptedException {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            if (find(python).isPresent() && succeeds(python, "-c", "import " + module)) {
                var command = new ArrayList<>(List.of(python, peer(script)));
                command.addAll(List.of(arguments));
                return Contestant.of(name, command);
            }
        }
        return Contestant.missing(name, "Python with " + module);
    }

    /** A peer that has to be built: by a command that ends in the file to make and its source. */
    Contestant built(String name, String source, String... compiler)
            throws IOException, InterruptedException {
        if (find(compiler[0]).isEmpty()) {
            return Contestant.missing(name, compiler[0]);
        }
        Path program = builds().resolve(source.replace('.', '-'));
        Contestant before = built.get(program);
        if (before != null) {
            return new Contestant(name, before.command(), before.missing());
        }
        var command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of("-o", program.toString(), peer(source)));
        Contestant now = build(name, command, program);
        built.put(program, now);
        return now;
    }

    private static Contestant build(String name, List<String> command, Path program)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor() == 0
                ? Contestant.of(name, List.of(program.toString()))
                : Contestant.missing(name, command.getFirst() + " that can build it");
    }

    /** A peer in Rust. Its libraries are those that Debian has packages of. */
    Contestant cargo(String name, String directory, String binary)
            throws IOException, InterruptedException {
        String cargo = "/usr/bin/cargo";
        Path libraries = Path.of("/usr/share/cargo/registry");
        if (!Files.isExecutable(Path.of(cargo)) || !Files.isDirectory(libraries)) {
            return Contestant.missing(name, "cargo and librust-tokio-dev");
        }
        List<String> command =
                List.of(
                        cargo,
                        "build",
                        "--quiet",
                        "--release",
                        "--offline",
                        "--config",
                        "source.crates-io.replace-with=\"debian\"",
                        "--config",
                        "source.debian.directory=\"" + libraries + "\"",
                        "--target-dir",
                        builds().toString(),
                        "--manifest-path",
                        peer(directory + "/Cargo.toml"));
        return build(name, command, builds().resolve("release").resolve(binary));
    }

    private Path builds() throws IOException {
        return Files.createDirectories(home.resolve("target/peers"));
    }

    private String peer(String file) {
        return home.resolve("peers").resolve(file).toString();
    }

    /** Where the machine has a program. */
    static Optional<Path> find(String program) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin"; // not on everyone's
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Keeps a program to one processor, where that can be done and there are several. */
    static List<String> pinned(int processor, List<String> command) {
        if (find("taskset").isEmpty() || processors() <= processor) {
            return command;
        }
        var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(processor)));
        pinned.addAll(command);
        return pinned;
    }

    /** Runs a program and returns what it prints: a metric and its value in each line. */
    static Map<String, Double> run(List<String> command) throws IOException, InterruptedException {
        var values = new LinkedHashMap<String, Double>();
        for (String line : output(command)) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && !words[1].equals("-")) {
                values.put(words[0], Double.parseDouble(words[1]));
            }
        }
        return values;
    }

    /** Runs a program and returns the lines that it prints. */
    static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException("exit code " + exitCode + ": " + String.join(" ", command));
        }
        return lines;
    }

    Path home() {
        return home;
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** What a command says; empty if it cannot be run or fails. */
    static @Nullable String outputOf(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = process.inputReader().readAllAsString().strip();
            return process.waitFor() == 0 ? output : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
