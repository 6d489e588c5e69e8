package org.asyncio4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JVM's ahead-of-time cache of our classes and the JDK's. The launcher has it made while it
 * runs {@code Rehearsal.java}, and names it in the system property {@value #PROPERTY}.
 */
final class ClassArchive {
    static final String PROPERTY = "asyncio4j.archive";

    private ClassArchive() {}

    /**
     * Removes an archive that this JVM could not use, so that the launcher makes a new one. It was
     * damaged, or made by another JDK or for other jars.
     */
    static void removeIfRefused() {
        var archive = System.clearProperty(PROPERTY);
        if (archive == null || System.getProperty("java.vm.info", "").contains("sharing")) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(archive));
        } catch (IOException e) {
            return; // not ours to remove: the program starts slowly
        }
    }
}
