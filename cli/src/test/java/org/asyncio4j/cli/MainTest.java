package org.asyncio4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.cli.ProgramFile.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class MainTest {
    @TempDir Path directory;

    @Test
    void help_anyForm_printsUsage() throws Throwable {
        var usage = ProgramFile.execute("--help");

        assertTrue(usage.out().startsWith("Usage: asyncio run "), usage.out());
        assertEquals(new Result(0, usage.out(), ""), usage);
        assertEquals(usage, ProgramFile.execute("help"));
        assertEquals(usage, ProgramFile.execute("-h"));
    }

    @Test
    void noArguments_printsUsageAsError() throws Throwable {
        var usage = ProgramFile.execute("help").out();

        assertEquals(new Result(2, "", usage), ProgramFile.execute());
    }

    @Test
    void version_namesProjectAndJava() throws Throwable {
        var version = ProgramFile.execute("--version");

        assertEquals(0, version.status());
        assertTrue(version.out().matches("asyncio4j \\S+ on Java 25\\S*\\R"), version.out());
    }

    @Test
    void command_unknown_isRefused() throws Throwable {
        assertRefused("no such command: walk (see asyncio --help)", "walk", "A.java");
    }

    @Test
    void run_withoutFile_isRefused() throws Throwable {
        assertRefused("run needs a file: asyncio run FILE.java [ARGUMENT...]", "run");
    }

    @Test
    void run_missingFile_isRefused() throws Throwable {
        assertRefused("no such file: missing/A.java", "run", "missing/A.java");
    }

    @Test
    void run_directory_isRefused() throws Throwable {
        assertRefused("a directory, not a .java file: " + directory, "run", directory.toString());
    }

    @Test
    void run_otherFile_isRefused() throws Throwable {
        var file = Files.writeString(directory.resolve("notes.txt"), "");

        assertRefused("not a .java file: " + file, "run", file.toString());
    }

    @Test
    void run_classPathWithoutValue_isRefused() throws Throwable {
        assertRefused("--class-path needs a list of jars and directories", "run", "--class-path");
    }

    @Test
    void run_classPathMissing_isRefused() throws Throwable {
        assertRefused(
                "no such jar or directory: no.jar", "run", "--class-path", "no.jar", "A.java");
    }

    private static void assertRefused(String message, String... args) throws Throwable {
        var expected = new Result(2, "", "asyncio: " + message + System.lineSeparator());
        assertEquals(expected, ProgramFile.execute(args));
    }
}
