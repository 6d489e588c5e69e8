package org.asyncio4j.benchmarks.contest;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the measurements were made on. */
final class Machine {
    private Machine() {}

    static String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(LocalDate.now(ZoneOffset.UTC).toString());
        parts.add(Programs.processors() + " processors (" + processor() + ")");
        parts.add(System.getProperty("os.name") + " " + System.getProperty("os.version"));
        parts.add("JDK " + Runtime.version());
        addVersion(parts, "/usr/bin/python3", "--version");
        addVersion(parts, "go", "version");
        addVersion(parts, "gcc", "-dumpfullversion");
        return String.join("; ", parts);
    }

    /** Of memory, in bytes. */
    static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private static void addVersion(List<String> parts, String program, String option) {
        String version = Programs.outputOf(program, option);
        if (version != null) {
            parts.add(program.equals("gcc") ? "gcc " + version : version);
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture());
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return Objects.requireNonNull(System.getProperty("os.arch"));
    }
}
