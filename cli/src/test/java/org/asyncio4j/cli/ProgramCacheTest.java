package org.asyncio4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.cli.ProgramFile.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Programs report by the system property {@code ran}. */
class ProgramCacheTest {
    private static final ClassPath NOTHING = new ClassPath(List.of());

    @TempDir Path directory;

    private final ClassLoader loaderBefore = Thread.currentThread().getContextClassLoader();
    private ProgramCache cache = ProgramCache.NONE;
    private Path source = Path.of("");

    @BeforeEach
    void open() throws IOException {
        cache = new ProgramCache(directory.resolve("a/b"));
        source = report("one");
    }

    @AfterEach
    void restore() {
        System.clearProperty("ran");
        Thread.currentThread().setContextClassLoader(loaderBefore);
    }

    @Test
    void program_thatWasRun_isKept() throws Throwable {
        assertNull(kept());

        assertRuns("one");

        assertNotNull(kept());
        assertRuns("one");
        assertEquals(1, files().size());
    }

    @Test
    void program_kept_isNotCompiledAgain() throws Throwable {
        var classes = SourceCompiler.compile(report("two"), NOTHING, cache, System.err);
        report("one");
        var origin = ProgramOrigin.of(source, NOTHING);
        assertTrue(origin != null && classes != null);
        cache.put(origin, classes);

        assertRuns("two");
    }

    @Test
    void source_changed_isCompiled() throws Throwable {
        assertRuns("one");
        report("two");

        assertNull(kept());
        assertRuns("two");
    }

    @Test
    void source_ofEqualTextAndOtherName_isAnotherProgram() throws Throwable {
        assertRuns("one");
        source = Files.copy(source, directory.resolve("Other.java"));

        assertNull(kept());
    }

    @Test
    void classPath_changed_isNoticed() throws Throwable {
        var library = Files.createDirectories(directory.resolve("library/inner"));
        var file = Files.writeString(library.resolve("A.class"), "a");
        var path = NOTHING.with(library.getParent().toString());
        var origin = ProgramOrigin.of(source, path);
        assertEquals(origin, ProgramOrigin.of(source, path));

        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        var touched = ProgramOrigin.of(source, path);
        Files.writeString(library.resolve("B.class"), "b");

        assertEquals(
                4,
                distinct(
                        ProgramOrigin.of(source, NOTHING),
                        origin,
                        touched,
                        ProgramOrigin.of(source, path)));
    }

    @Test
    void file_damagedAnywhere_isMadeAnew() throws Throwable {
        assertRuns("one");
        var file = files().getFirst();
        var whole = Files.readAllBytes(file);
        var origin = ProgramOrigin.of(source, NOTHING);
        assertTrue(origin != null);
        for (int i = 0; i < whole.length; i += 17) {
            var damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertNull(cache.get(origin), "byte " + i);
            Files.write(file, Arrays.copyOf(whole, i));
            assertNull(cache.get(origin), "length " + i);
        }

        assertRuns("one");
        assertNotNull(kept());
    }

    @Test
    void directory_thatCannotBeMade_isDoneWithout() throws Throwable {
        cache = new ProgramCache(Files.writeString(directory.resolve("file"), "").resolve("x"));

        assertRuns("one");
        assertNull(kept());
    }

    @Test
    void file_thatCannotBeWritten_isDoneWithout() throws Throwable {
        assertRuns("one");
        var file = files().getFirst();
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));

        assertRuns("one");

        assertEquals(List.of(file), files());
    }

    @Test
    void program_thatJavacWarnsAbout_isCompiledEachTime() throws Throwable {
        Files.writeString(source, "void main() { new sun.misc.Signal(\"INT\"); }");

        var first = run();

        assertTrue(first.err().contains("warning: Signal is internal"), first.err());
        assertEquals(first, run());
    }

    @Test
    void program_withErrors_isCompiledEachTime() throws Throwable {
        Files.writeString(source, "void main() { x(); }");

        var first = run();

        assertTrue(first.err().contains("cannot find symbol"), first.err());
        assertEquals(first, run());
    }

    @Test
    void programs_moreThanTheLimit_theLeastUsedGo() throws Throwable {
        assertRuns("one");
        var oldest = files().getFirst();
        var longAgo = Instant.now().minus(Duration.ofDays(30));
        Files.setLastModifiedTime(oldest, FileTime.from(longAgo));
        for (int i = 0; i < ProgramCache.MOST_PROGRAMS; i++) {
            var other = Files.writeString(oldest.resolveSibling(i + ".java-0.classes"), "");
            Files.setLastModifiedTime(other, FileTime.from(longAgo.plusSeconds(i + 1)));
        }
        var notOurs = Files.writeString(oldest.resolveSibling("letter.txt"), "");
        Files.setLastModifiedTime(notOurs, FileTime.from(Instant.EPOCH));
        assertRuns("one"); // which makes it the last one used
        report("two");

        assertRuns("two");

        assertTrue(Files.exists(oldest));
        assertTrue(Files.exists(notOurs));
        assertTrue(Files.notExists(oldest.resolveSibling("1.java-0.classes")));
        assertEquals(ProgramCache.MOST_PROGRAMS + 1, files().size());
    }

    @Test
    void place_isChosenByTheEnvironment() {
        assertEquals(
                Path.of("/h/.cache/asyncio4j"), ProgramCache.of(Map.of("HOME", "/h")).directory());
        assertEquals(
                Path.of("/h/.cache/asyncio4j"),
                ProgramCache.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", "relative")).directory());
        assertEquals(ProgramCache.NONE, ProgramCache.of(Map.of()));
        assertEquals(
                Path.of("/x/asyncio4j"),
                ProgramCache.of(Map.of("XDG_CACHE_HOME", "/x")).directory());
        assertEquals(
                Path.of("y"),
                ProgramCache.of(Map.of("XDG_CACHE_HOME", "/x", "ASYNCIO_CACHE_DIR", "y"))
                        .directory());
        assertEquals(ProgramCache.NONE, ProgramCache.of(Map.of("ASYNCIO_CACHE_DIR", "")));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void files_areForTheirOwnerOnly() throws Throwable {
        assertRuns("one");

        assertEquals("rwx------", permissions(directory.resolve("a/b")));
        assertEquals("rw-------", permissions(files().getFirst()));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void directory_thatOthersMayWrite_isNotUsed() throws Throwable {
        assertRuns("one");
        var open = PosixFilePermissions.fromString("rwxrwxrwx");
        Files.setPosixFilePermissions(directory.resolve("a/b"), open);

        assertNull(kept());
        report("two");
        assertRuns("two");
        assertEquals(1, files().size());
    }

    @Test
    void file_thatIsNone_isPassedBy() throws Throwable {
        assertRuns("one");
        var file = files().getFirst();
        Files.delete(file);
        Files.createDirectory(file);

        assertRuns("one");
    }

    @Test
    void jar_withAClassPathOfItsOwn_isNotKept() throws Throwable {
        var jar = directory.resolve("library.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        var path = NOTHING.with(jar.toString());
        assertNotNull(ProgramOrigin.of(source, path));

        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        assertNull(ProgramOrigin.of(source, path));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Writes the program anew. */
    private Path report(String word) throws IOException {
        return Files.writeString(
                directory.resolve("Program.java"),
                "void main() { System.setProperty(\"ran\", \"" + word + "\"); }");
    }

    private void assertRuns(String expected) throws Throwable {
        System.clearProperty("ran");
        assertEquals(new Result(0, "", ""), run());
        assertEquals(expected, System.getProperty("ran"));
    }

    private Result run() throws Throwable {
        return ProgramFile.execute(cache, "run", source.toString());
    }

    private @Nullable CompiledProgram kept() {
        var origin = ProgramOrigin.of(source, NOTHING);
        assertTrue(origin != null);
        return cache.get(origin);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory.resolve("a/b"))) {
            return files.toList();
        }
    }

    private static int distinct(@Nullable Object... objects) {
        return (int) Arrays.stream(objects).distinct().count();
    }
}
