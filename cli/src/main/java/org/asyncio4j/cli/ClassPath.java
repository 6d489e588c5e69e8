package org.asyncio4j.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jars and directories that a program has beside the class path of this JVM. */
record ClassPath(List<Path> entries) {
    /**
     * What every program has: the jars in the directory that the launcher names. They are not on
     * the JVM's class path because whoever looks for a service there, such as the logging of the
     * JDK, opens them all.
     */
    static ClassPath ofLauncher() throws IOException {
        var directory = System.getProperty("asyncio4j.lib");
        if (directory == null) {
            return new ClassPath(List.of());
        }
        try (var files = Files.list(Path.of(directory))) {
            return new ClassPath(
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
        }
    }

    /** Adds a list in the form that {@code java --class-path} takes, without its wildcards. */
    ClassPath with(String list) throws CommandException {
        var all = new ArrayList<>(entries);
        for (String entry : list.split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (!Files.exists(path)) {
                throw CommandException.usage("no such jar or directory: " + entry);
            }
            all.add(path);
        }
        return new ClassPath(List.copyOf(all));
    }

    /** Both paths in one. */
    String after(String other) {
        var text = new StringBuilder(other);
        for (Path entry : entries) {
            text.append(File.pathSeparator).append(entry);
        }
        return text.toString();
    }

    URL[] urls() {
        var urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(entries.get(i));
        }
        return urls;
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError("a file has no URL: " + entry, e);
        }
    }
}
