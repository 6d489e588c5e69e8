package org.asyncio4j;

import static org.asyncio4j.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Random scripts of acquiring, releasing, cancelling and so on, up to eight tasks on one primitive:
 * what happens, and in which order, is what happened with CPython. {@code
 * src/test/differential/differential.py} makes the scripts, records them, and says what is in them.
 *
 * <p>{@code -Dasyncio4j.differential.folder=F} runs others, recorded in that folder.
 */
class DifferentialTest {
    private static final Path FOLDER =
            Path.of(
                    System.getProperty(
                            "asyncio4j.differential.folder",
                            Path.of("src", "test", "differential").toString()));

    private static final int LEAST_SCRIPTS = 300;

    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // one may hang
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "event",
                "condition",
                "semaphore",
                "bounded",
                "barrier",
                "queue",
                "lifo",
                "priority",
            })
    void scripts_runAsInPython(String kind) throws IOException {
        List<DifferentialScript> scripts =
                DifferentialScript.read(FOLDER.resolve(kind + ".txt.gz"));
        var differences = new ArrayList<DifferentialScript>();
        String[] smallest = {""};
        run(
                () -> {
                    for (DifferentialScript script : scripts) {
                        List<String> log = DifferentialRun.run(script);
                        if (!log.equals(script.log())) {
                            String difference = describe(script, log);
                            if (differences.isEmpty()
                                    || difference.length() < smallest[0].length()) {
                                smallest[0] = difference;
                            }
                            differences.add(script);
                        }
                    }
                });
        if (!differences.isEmpty()) {
            fail(
                    differences.size()
                            + " of "
                            + scripts.size()
                            + " scripts differ; the shortest is\n"
                            + smallest[0]);
        }
        assertTrue(scripts.size() >= LEAST_SCRIPTS, "only " + scripts.size() + " scripts");
    }

    /** The script, what both did up to the difference, and how each went on. */
    private static String describe(DifferentialScript script, List<String> log) {
        List<String> expected = script.log();
        int same = 0;
        while (same < Math.min(log.size(), expected.size())
                && log.get(same).equals(expected.get(same))) {
            same++;
        }
        var text = new StringBuilder(script.toString()).append("\nboth:");
        append(text, expected.subList(0, same));
        append(text.append("\nPython went on:"), expected.subList(same, expected.size()));
        append(text.append("\nasyncio4j went on:"), log.subList(same, log.size()));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> lines) {
        for (String line : lines) {
            text.append("\n  ").append(line);
        }
    }
}
