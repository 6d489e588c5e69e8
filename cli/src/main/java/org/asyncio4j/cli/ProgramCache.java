package org.asyncio4j.cli;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Compiled programs in a directory, a file for each, which several processes may use at once.
 *
 * <p>A cache is never an error: what cannot be read is not there, and what cannot be written is
 * left out. A file is complete when it gets its name; it holds the whole origin of its program, and
 * a checksum, so that neither a damaged file nor an equal name passes for the program.
 *
 * @param directory made when it is needed; null for a cache that keeps nothing
 */
record ProgramCache(@Nullable Path directory) {
    static final ProgramCache NONE = new ProgramCache(null);

    /** When there are more programs, those go that were not used for the longest time. */
    static final int MOST_PROGRAMS = 256;

    /** No program is larger: something else has the name. */
    private static final long LARGEST = 64 << 20;

    private static final boolean IS_POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** The text of a program is in the file, and may be a secret. */
    private static final FileAttribute<?>[] OWNER_ONLY_DIRECTORY = permissions("rwx------");

    private static final FileAttribute<?>[] OWNER_ONLY_FILE = permissions("rw-------");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static final int FORMAT = 0xA51C1001;
    private static final String SUFFIX = ".classes";

    /** To be written down with each use would cost more than it tells. */
    private static final Duration TIME_OF_USE_PRECISION = Duration.ofDays(1);

    /**
     * The directory that {@code ASYNCIO_CACHE_DIR} names, no cache if it is empty; if it is not
     * set, {@code asyncio4j} in the user's cache directory.
     */
    static ProgramCache of(Map<String, String> environment) {
        var chosen = environment.get("ASYNCIO_CACHE_DIR");
        if (chosen != null) {
            return chosen.isEmpty() ? NONE : new ProgramCache(Path.of(chosen));
        }
        var caches = environment.get("XDG_CACHE_HOME");
        if (caches != null && caches.startsWith("/")) { // others are to be ignored, says the XDG
            return new ProgramCache(Path.of(caches, "asyncio4j"));
        }
        var home = environment.get("HOME"); // the JDK's user.home may be another one, or none
        return home != null && home.startsWith("/")
                ? new ProgramCache(Path.of(home, ".cache", "asyncio4j"))
                : NONE;
    }

    private static FileAttribute<?>[] permissions(String text) {
        return IS_POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }

    /** Returns null if there is no such program. */
    @Nullable CompiledProgram get(ProgramOrigin origin) {
        if (directory == null) {
            return null;
        }
        try {
            var file = directory.resolve(origin.fileName() + SUFFIX);
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST || othersMayWrite()) {
                return null;
            }
            var program = read(Files.readAllBytes(file), origin);
            if (program != null) {
                noteUse(file);
            }
            return program;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static void noteUse(Path file) {
        var now = Instant.now();
        try {
            var last = Files.getLastModifiedTime(file).toInstant();
            if (last.isBefore(now.minus(TIME_OF_USE_PRECISION))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException e) {
            return; // somebody else's cache, or it has just been removed
        }
    }

    void put(ProgramOrigin origin, CompiledProgram program) {
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
            if (othersMayWrite()) {
                return;
            }
            var name = origin.fileName() + SUFFIX;
            var unfinished = directory.resolve(name + "." + ProcessHandle.current().pid());
            try {
                Files.createFile(unfinished, OWNER_ONLY_FILE);
                Files.write(unfinished, write(origin, program));
                Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            removeLeastUsed(directory);
        } catch (IOException | RuntimeException e) {
            return; // no space, no permission: the next run compiles again
        }
    }

    /** What others can write may be anything, and would be run. */
    private boolean othersMayWrite() throws IOException {
        return IS_POSIX
                && directory != null
                && Files.getPosixFilePermissions(directory).stream()
                        .anyMatch(OTHERS_WRITE::contains);
    }

    private static void removeLeastUsed(Path directory) throws IOException {
        record Use(Path file, FileTime time) {}
        List<Use> uses = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX + "*")) {
            for (Path file : files) {
                uses.add(new Use(file, Files.getLastModifiedTime(file)));
            }
        }
        uses.sort(Comparator.comparing(Use::time));
        for (Use use : uses.subList(0, Math.max(0, uses.size() - MOST_PROGRAMS))) {
            Files.deleteIfExists(use.file);
        }
    }

    private static byte[] write(ProgramOrigin origin, CompiledProgram program) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        out.writeInt(0); // the checksum
        out.writeInt(origin.bytes().length);
        out.write(origin.bytes());
        out.writeUTF(program.mainClass());
        out.writeInt(program.classes().size());
        for (var entry : program.classes().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
        var result = bytes.toByteArray();
        return ByteBuffer.wrap(result).putInt(Integer.BYTES, checksum(result)).array();
    }

    private static @Nullable CompiledProgram read(byte[] bytes, ProgramOrigin origin)
            throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != FORMAT || in.readInt() != checksum(bytes)) {
            return null;
        }
        if (!Arrays.equals(in.readNBytes(in.readInt()), origin.bytes())) {
            return null;
        }
        var mainClass = in.readUTF();
        int count = in.readInt();
        var classes = new HashMap<String, byte[]>();
        for (int i = 0; i < count; i++) {
            classes.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        return new CompiledProgram(mainClass, classes);
    }

    private static int checksum(byte[] bytes) {
        int start = 2 * Integer.BYTES;
        var checksum = new CRC32C();
        checksum.update(bytes, start, bytes.length - start);
        return (int) checksum.getValue();
    }
}
