package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What docs/parity.md says, held against the classes and the tests.
 *
 * <p>{@code src/test/parity/names.tsv} has a line for each name of asyncio: the name, ours, and the
 * tests, or a heading of docs/differences.md that says why there is none; lines without a tab are
 * headings. {@code -Dasyncio4j.parity.write=true} writes docs/parity.md from it.
 */
class ParityTest {
    private static final Path NAMES = Path.of("src", "test", "parity", "names.tsv");
    private static final Path PAGE = Path.of("..", "docs", "parity.md");
    private static final Path DIFFERENCES = Path.of("..", "docs", "differences.md");
    private static final Path TRANSCRIPTS = Path.of("src", "test", "transcripts");
    private static final String REASON = "differences: ";

    private record Row(String theirs, List<String> ours, List<String> tests) {
        static Row of(String line) {
            String[] columns = line.split("\t", -1);
            assertEquals(3, columns.length, line);
            return new Row(columns[0], names(columns[1]), names(columns[2]));
        }

        private static List<String> names(String column) {
            return column.startsWith(REASON)
                    ? List.of(column)
                    : Arrays.stream(column.split(",", -1)).map(String::strip).toList();
        }

        boolean hasReason() {
            return ours.equals(List.of("-")) && tests.getFirst().startsWith(REASON);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(NAMES).stream()
                .filter(line -> line.contains("\t"))
                .map(Row::of)
                .toList();
    }

    @Test
    void names_exist() throws IOException {
        var missing = new TreeSet<String>();
        for (Row row : rows()) {
            if (!row.hasReason()) {
                row.ours().stream().filter(name -> !isPublic(name)).forEach(missing::add);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void tests_exist() throws IOException {
        var missing = new TreeSet<String>();
        for (Row row : rows()) {
            if (!row.hasReason()) {
                row.tests().stream().filter(name -> !isTest(name)).forEach(missing::add);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void reasons_areHeadings() throws IOException {
        List<String> headings = Files.readAllLines(DIFFERENCES);
        var missing = new TreeSet<String>();
        for (Row row : rows()) {
            String reason = row.tests().getFirst();
            if (row.hasReason() && !headings.contains("### " + reason.substring(REASON.length()))) {
                missing.add(reason);
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** In docs/differences.md a test is named between back-quotes. */
    @Test
    void testsOfDifferences_exist() throws IOException {
        var missing = new TreeSet<String>();
        for (String line : Files.readAllLines(DIFFERENCES)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 5 && cells[3].contains("Test")) {
                for (String name : cells[3].replace("`", "").split(",", -1)) {
                    if (!isTest(name.strip())) {
                        missing.add(name.strip());
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void page_isWhatTheNamesSay() throws IOException {
        if (Boolean.getBoolean("asyncio4j.parity.write")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), "run with -Dasyncio4j.parity.write=true");
    }

    private static String page() throws IOException {
        var text = new ArrayList<String>();
        text.add("# asyncio's names and ours");
        text.add("");
        text.add("Written by `ParityTest` from `core/src/test/parity/names.tsv`.");
        for (String line : Files.readAllLines(NAMES)) {
            if (line.contains("\t")) {
                text.add(tableLine(Row.of(line)));
            } else {
                text.addAll(List.of("", "## " + line, ""));
                text.addAll(List.of("| asyncio | asyncio4j | test |", "|---|---|---|"));
            }
        }
        return String.join("\n", text) + "\n";
    }

    private static String tableLine(Row row) {
        if (row.hasReason()) {
            String reason = row.tests().getFirst().substring(REASON.length());
            String anchor = reason.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
            String link = "[" + reason + "](differences.md#" + anchor + ")";
            return "| `%s` | none | %s |".formatted(row.theirs(), link);
        }
        return "| `%s` | %s | %s |"
                .formatted(row.theirs(), quoted(row.ours()), quoted(row.tests()));
    }

    private static String quoted(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    // ---- looking names up

    /** {@code Type}, {@code Type.method} or {@code Type.Nested.method}. */
    private static boolean isPublic(String name) {
        Class<?> type = typeOrNull(name);
        if (type != null) {
            return Modifier.isPublic(type.getModifiers());
        }
        int dot = name.lastIndexOf('.');
        Class<?> owner = dot < 0 ? null : typeOrNull(name.substring(0, dot));
        return owner != null
                && Modifier.isPublic(owner.getModifiers())
                && Stream.of(owner.getMethods())
                        .map(Method::getName)
                        .anyMatch(name.substring(dot + 1)::equals);
    }

    /** {@code area/Transcript}, {@code TestClass} or {@code TestClass.method}. */
    private static boolean isTest(String name) {
        if (name.contains("/")) {
            return Files.exists(TRANSCRIPTS.resolve(name + ".java"));
        }
        int dot = name.indexOf('.');
        Class<?> type = typeOrNull(dot < 0 ? name : name.substring(0, dot));
        return type != null
                && (dot < 0
                        || Stream.of(type.getDeclaredMethods())
                                .map(Method::getName)
                                .anyMatch(name.substring(dot + 1)::equals));
    }

    private static Class<?> typeOrNull(String name) {
        for (String prefix : List.of("org.asyncio4j.", "org.asyncio4j.lowlevel.")) {
            try {
                return Class.forName(prefix + name.replace('.', '$'));
            } catch (ClassNotFoundException e) {
                // not there
            }
        }
        return null;
    }
}
