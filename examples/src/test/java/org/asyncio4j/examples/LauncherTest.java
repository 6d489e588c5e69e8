package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The script {@code asyncio} at the root. It runs programs on the carried back-end only. */
@EnabledIfSystemProperty(named = "asyncio4j.expectBackend", matches = "carried")
@Timeout(120)
class LauncherTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path script = ROOT.resolve("asyncio");

    record Result(int status, String out, String err) {}

    @Test
    void arguments_andStatus_passThrough() throws Exception {
        write(
                "of two words/Program.java",
                """
                void main(String[] args) {
                    IO.println(String.join("|", args));
                    System.exit(42);
                }
                """);

        var result = asyncio("run", "of two words/Program.java", "a b", "*", "--help", "");

        assertEquals(new Result(42, "a b|*|--help|\n", ""), result);
    }

    @Test
    void process_isTheProgramItself() throws Exception {
        write(
                "Program.java",
                """
                void main() throws Exception {
                    IO.println(ProcessHandle.current().pid());
                    Thread.currentThread().join();
                }
                """);

        var process = builder("run", "Program.java").start();
        try (var out = process.inputReader()) {
            assertEquals(Long.toString(process.pid()), out.readLine());
            process.destroy();
            assertEquals(128 + 15, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void javaLang_isOpen_forTheCarriedBackEnd() throws Exception {
        write(
                "Program.java",
                """
                void main() {
                    var ours = ClassLoader.getSystemClassLoader().getUnnamedModule();
                    IO.println(Object.class.getModule().isOpen("java.lang", ours));
                }
                """);

        assertEquals(new Result(0, "true\n", ""), asyncio("run", "Program.java"));
    }

    @Test
    void logRecord_isOneLineOnStderr() throws Exception {
        write(
                "Program.java",
                """
                void main() {
                    System.getLogger("asyncio").log(System.Logger.Level.WARNING, "careful");
                }
                """);

        assertEquals(
                new Result(0, "", "WARNING asyncio: careful\n"), asyncio("run", "Program.java"));
    }

    @Test
    void javaOptions_arePassedOn() throws Exception {
        write("Program.java", "void main() { assert false : System.getProperty(\"x\"); }");
        environment.put("ASYNCIO_JAVA_OPTS", "-Dx=* -ea");

        var result = asyncio("run", "Program.java");

        var report =
                """
                Exception in thread "main" java.lang.AssertionError: *
                \tat Program.main(Program.java:1)
                """;
        assertEquals(new Result(1, "", report), result);
    }

    @Test
    void link_leadsToTheScript() throws Exception {
        var there = Files.createDirectories(directory.resolve("a b"));
        Files.createSymbolicLink(there.resolve("first"), script);
        Files.createSymbolicLink(directory.resolve("second"), Path.of("a b", "first"));
        script = directory.resolve("second");

        assertEquals(0, asyncio("--version").status());
    }

    @Test
    void jdk_ofWrongVersion_isRefused() throws Exception {
        environment.put("ASYNCIO_JAVA_HOME", directory.toString());

        var line = "asyncio: ASYNCIO_JAVA_HOME is no JDK 25: " + directory + "\n";
        assertEquals(new Result(1, "", line), asyncio("--version"));
    }

    /**
     * What is built, and when: in a checkout with nothing in it, by a Maven that counts its runs
     * and leaves what the real build made.
     */
    @Nested
    class Build {
        private Path home;
        private Path jar;

        @BeforeEach
        void checkout() throws Exception {
            asyncio("--version"); // builds the real one, for the case that these tests run alone
            var maven =
                    write(
                            "bin/mvn",
                            """
                            #!/bin/sh
                            echo build >>builds
                            sleep 0.5
                            mkdir -p "$CHECKOUT/cli/target/dist"
                            cp -R "$BUILT" "$CHECKOUT/cli/target/dist/lib"
                            """);
            Files.setPosixFilePermissions(maven, Files.getPosixFilePermissions(script));
            home = Files.createDirectory(directory.resolve("checkout"));
            for (var module : List.of("core", "http", "cli")) {
                write("checkout/" + module + "/pom.xml", "");
                write("checkout/" + module + "/src/main/java/Source.java", "");
            }
            write("checkout/pom.xml", "");
            Files.copy(ROOT.resolve("cli/Rehearsal.java"), home.resolve("cli/Rehearsal.java"));
            script = Files.copy(script, home.resolve("asyncio"), COPY_ATTRIBUTES);
            jar = home.resolve("cli/target/dist/lib/asyncio4j-cli.jar");
            environment.put("PATH", maven.getParent() + ":" + System.getenv("PATH"));
            environment.put("CHECKOUT", home.toString());
            environment.put("BUILT", ROOT.resolve("cli/target/dist/lib").toString());
        }

        @Test
        void firstUse_builds_onlyOnce() throws Exception {
            assertEquals("asyncio: building (first use)...\n", version().err());
            assertEquals("", version().err());
            assertBuilds(1);
        }

        @Test
        void source_newerThanTheBuild_isBuilt() throws Exception {
            version();
            Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

            assertEquals("asyncio: building (sources changed)...\n", version().err());
            assertEquals("", version().err());
            assertBuilds(2);
        }

        @Test
        void source_changedDuringTheBuild_isBuiltAgain() throws Exception {
            write(
                    "bin/mvn",
                    Files.readString(directory.resolve("bin/mvn"))
                            + "touch \"$CHECKOUT/pom.xml\"\n");

            version();
            version();

            assertBuilds(2);
        }

        @Test
        void twoFirstUsesAtOnce_buildOnce() throws Exception {
            var first = builder("--version").start();
            var second = builder("--version").start();

            assertEquals(0, first.waitFor());
            assertEquals(0, second.waitFor());
            assertBuilds(1);
        }

        @Test
        void lock_ofProcessThatIsGone_isBroken() throws Exception {
            var gone = new ProcessBuilder("true").start();
            gone.waitFor();
            Files.createDirectories(home.resolve("cli/target"));
            Files.createSymbolicLink(
                    home.resolve("cli/target/build-lock"), Path.of("" + gone.pid()));

            version();

            assertBuilds(1);
        }

        @Test
        void build_thatFails_isReported_andTriedAgain() throws Exception {
            write("bin/mvn", "#!/bin/sh\necho build >>builds\nexit 1\n");
            var report = "asyncio: building (first use)...\nasyncio: the build failed\n";

            assertEquals(new Result(1, "", report), asyncio("--version"));
            assertEquals(new Result(1, "", report), asyncio("--version"));
            assertBuilds(2);
        }

        @Test
        void archive_damaged_isMadeAnew() throws Exception {
            writeProgram();
            assertRunsProgram();
            var archive = archive();
            long size = Files.size(archive);

            Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 1_000_000));
            assertRunsProgram();
            assertTrue(Files.notExists(archive));
            assertRunsProgram();

            assertTrue(Files.size(archive()) > size / 2);
            assertBuilds(1);
        }

        @Test
        void archive_thatCannotBeMade_isTriedOnce() throws Exception {
            writeProgram();
            Files.delete(home.resolve("cli/Rehearsal.java"));

            assertRunsProgram();
            var time = Files.getLastModifiedTime(archive());
            assertRunsProgram();

            assertEquals(0, Files.size(archive()));
            assertEquals(time, Files.getLastModifiedTime(archive()));
        }

        @Test
        void twoFirstRunsAtOnce_doNotDisturbEachOther() throws Exception {
            writeProgram();
            version();
            var first = builder("run", "Program.java").redirectErrorStream(true).start();
            var second = builder("run", "Program.java").redirectErrorStream(true).start();

            assertEquals("run\n", new String(first.getInputStream().readAllBytes(), UTF_8));
            assertEquals("run\n", new String(second.getInputStream().readAllBytes(), UTF_8));
            assertTrue(Files.size(archive()) > 0);
        }

        private void writeProgram() throws IOException {
            write("Program.java", "void main() { IO.println(\"run\"); }");
        }

        private void assertRunsProgram() throws Exception {
            var result = asyncio("run", "Program.java");
            var built = "asyncio: building (first use)...\n";
            assertEquals(
                    new Result(0, "run\n", ""),
                    new Result(result.status, result.out, result.err.replace(built, "")));
        }

        private Path archive() throws IOException {
            try (var files = Files.list(home.resolve("cli/target/archive"))) {
                return files.findFirst().orElseThrow();
            }
        }

        private Result version() throws Exception {
            var result = asyncio("--version");
            assertTrue(result.out().startsWith("asyncio4j "), result.toString());
            return result;
        }

        private void assertBuilds(int expected) throws IOException {
            assertEquals(expected, Files.readAllLines(directory.resolve("builds")).size());
        }
    }

    /** Writes a file below the directory of the test. */
    private Path write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("ASYNCIO_CACHE_DIR", directory.resolve("programs").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs the script in the directory of the test, to its end. */
    private Result asyncio(String... arguments) throws IOException, InterruptedException {
        var out = directory.resolve("out").toFile();
        var err = directory.resolve("err").toFile();
        var process = builder(arguments).redirectOutput(out).redirectError(err).start();
        int status;
        try {
            status = process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return new Result(status, Files.readString(out.toPath()), Files.readString(err.toPath()));
    }
}
