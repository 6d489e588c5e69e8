package org.asyncio4j.examples;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of the machine that tests talk to. */
final class Tool {
    private Tool() {}

    /**
     * Finds a program on the path, or where Debian keeps servers. Where it is missing the calling
     * test is skipped, or fails if the system property {@code asyncio4j.require} asks for it.
     */
    static String find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
        for (String directory : path.split(":", -1)) {
            Path program = Path.of(directory, name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program.toString();
            }
        }
        if (isRequired(name)) {
            throw new AssertionError(name + " is required and not found");
        }
        Assumptions.abort(name + " is not installed");
        throw new AssertionError("unreachable");
    }

    private static boolean isRequired(String name) {
        List<String> required = List.of(System.getProperty("asyncio4j.require", "").split(",", -1));
        return required.contains("all") || required.contains(name);
    }
}
