package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.asyncio4j.TranscriptPrograms.Run;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that print, line for line, what the same programs print in Python.
 *
 * <p>{@code -Dasyncio4j.transcripts.rounds=N} runs each N times, and {@code
 * -Dasyncio4j.transcripts.shuffle=SEED} with lots drawn among what is due together, by SEED in the
 * first round, SEED + 1 in the second, and so on.
 *
 * <p>Not run on the module path: the programs are compiled against the class path of this JVM.
 */
class TranscriptTest {
    private static final int ROUNDS = Integer.getInteger("asyncio4j.transcripts.rounds", 1);
    private static final int STRESS_ROUNDS =
            Integer.getInteger("asyncio4j.transcripts.rounds", 1_000);
    private static final @Nullable Long SEED = Long.getLong("asyncio4j.transcripts.shuffle");

    private static @Nullable TranscriptPrograms programs;

    @BeforeAll
    static void compile(@TempDir Path output) throws IOException {
        programs = TranscriptPrograms.compile(names(), output);
    }

    @AfterAll
    static void close() throws IOException {
        if (programs != null) {
            programs.close();
        }
    }

    static List<String> names() throws IOException {
        return TranscriptPrograms.names();
    }

    @Test
    void folder_holdsWholePairsOnly() throws IOException {
        var missing = new ArrayList<Path>();
        for (String name : names()) {
            for (String extension : List.of(".py", ".java", ".txt")) {
                Path file = TranscriptPrograms.file(name, extension);
                if (!Files.exists(file)) {
                    missing.add(file);
                }
            }
        }
        assertEquals(List.of(), missing, "missing; src/test/transcripts/record writes .txt files");
        assertFalse(names().isEmpty(), "there are no programs");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void program_printsWhatPythonPrints(String name) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            check(name, SEED == null ? null : SEED + round);
        }
    }

    @Tag("stress")
    @Test
    void programs_whateverIsDueTogetherInAnyOrder_printWhatPythonPrints() throws Exception {
        long first = SEED == null ? System.nanoTime() : SEED;
        for (long seed = first; seed < first + STRESS_ROUNDS; seed++) {
            for (String name : names()) {
                check(name, seed);
            }
        }
    }

    private static void check(String name, @Nullable Long seed) throws Exception {
        Run run = programs.run(name, seed);
        String context =
                name
                        + (seed == null ? "" : " with -Dasyncio4j.transcripts.shuffle=" + seed)
                        + (run.log().isEmpty() ? "" : ", which logged " + run.log());
        if (run.failure() != null) {
            throw new AssertionError(context + " failed after:\n" + run.printed(), run.failure());
        }
        assertEquals(TranscriptPrograms.expected(name), run.printed(), context);
        assertEquals(List.of(), run.log(), context);
    }
}
