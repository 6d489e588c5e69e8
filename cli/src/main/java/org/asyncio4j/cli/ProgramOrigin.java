package org.asyncio4j.cli;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.CRC32C;

/**
 * All that decides what a program compiles to: its text, whole, and its file's name; the files on
 * the class path, by name, size and time; the JDK.
 */
final class ProgramOrigin {
    /** To look at more files of a directory on the class path may take longer than to compile. */
    private static final int MOST_FILES = 2_000;

    private final String name;
    private final byte[] bytes;

    private ProgramOrigin(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Reads what is there now. Returns null if that cannot be told, or not quickly. */
    static @Nullable ProgramOrigin of(Path source, ClassPath classPath) {
        if (!Files.isRegularFile(source)) { // a pipe can be read only once
            return null;
        }
        try {
            return read(source, classPath);
        } catch (IOException | RuntimeException e) {
            return null; // javac knows better what to say, if it matters
        }
    }

    private static ProgramOrigin read(Path source, ClassPath classPath) throws IOException {
        var name = String.valueOf(source.getFileName());
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeUTF(name);
        out.writeUTF(Runtime.version().toString());
        out.writeUTF(Charset.defaultCharset().name());
        var ours = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        for (String entry : ours) {
            writeFiles(Path.of(entry), out);
        }
        for (Path entry : classPath.entries()) {
            checkIsAll(entry);
            writeFiles(entry, out);
        }
        out.write(Files.readAllBytes(source));
        return new ProgramOrigin(name, bytes.toByteArray());
    }

    /** Jars may name further ones, which are not looked through. */
    private static void checkIsAll(Path entry) throws IOException {
        if (Files.isRegularFile(entry)) {
            try (var jar = new JarFile(entry.toFile())) {
                var manifest = jar.getManifest();
                if (manifest != null
                        && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
                    throw new IOException("has a class path of its own: " + entry);
                }
            }
        }
    }

    /** The file itself, or all files in the directory. */
    private static void writeFiles(Path entry, DataOutputStream out) throws IOException {
        if (!Files.isDirectory(entry)) {
            writeFile(entry, out);
            return;
        }
        List<Path> files;
        try (var tree = Files.walk(entry, FileVisitOption.FOLLOW_LINKS)) {
            files = tree.limit(MOST_FILES + 1).sorted().toList();
        }
        if (files.size() > MOST_FILES) {
            throw new IOException("too many files: " + entry);
        }
        for (Path file : files) {
            writeFile(file, out);
        }
    }

    private static void writeFile(Path file, DataOutputStream out) throws IOException {
        out.writeUTF(file.toAbsolutePath().toString());
        var plain =
                file.toFile(); // answers 0 for a file that is not there, as class paths may name
        out.writeLong(plain.length());
        out.writeLong(plain.lastModified());
    }

    /** Short, readable, and nearly as different as the origins are. */
    String fileName() {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return "%s-%08x".formatted(name, checksum.getValue());
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgramOrigin origin && Arrays.equals(bytes, origin.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
