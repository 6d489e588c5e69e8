package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A program of the machine that tests talk to. */
final class Program {
    private Program() {}

    /**
     * Finds a program on the path. Where it is missing the calling test is skipped, or fails if the
     * system property {@code asyncio4j.require} is {@code all} or lists the name.
     */
    static Path find(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path program = Path.of(directory, name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        return missing(name, " was not found on the path");
    }

    /**
     * Finds a file that comes with a program, such as a module of it, in the places where systems
     * keep it; {@link #find} says what happens where it is missing.
     *
     * @param name what to require, and the package of Debian
     */
    static Path findFile(String name, String... places) {
        for (String place : places) {
            if (Files.isRegularFile(Path.of(place))) {
                return Path.of(place);
            }
        }
        return missing(name, " is not installed");
    }

    private static Path missing(String name, String why) {
        String reason = "not run: " + name + why;
        if (isRequired(name)) {
            fail(reason + ", and -Dasyncio4j.require asks for it");
        }
        Assumptions.abort(reason);
        throw new AssertionError("unreachable");
    }

    private static boolean isRequired(String name) {
        List<String> required =
                Arrays.asList(System.getProperty("asyncio4j.require", "").split(",", -1));
        return required.contains("all") || required.contains(name);
    }
}
