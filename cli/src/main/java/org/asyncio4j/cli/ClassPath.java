package org.asyncio4j.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jars and directories that a program needs beside ours. */
record ClassPath(List<Path> entries) {
    static final ClassPath EMPTY = new ClassPath(List.of());

    /** Reads a list in the form that {@code java --class-path} takes, without its wildcards. */
    static ClassPath of(String list) throws CommandException {
        var entries = new ArrayList<Path>();
        for (String entry : list.split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (!Files.exists(path)) {
                throw CommandException.usage("no such jar or directory: " + entry);
            }
            entries.add(path);
        }
        return new ClassPath(List.copyOf(entries));
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
