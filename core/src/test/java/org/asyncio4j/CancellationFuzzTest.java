package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.FuzzRun.Attack;
import org.asyncio4j.FuzzRun.Moment;
import org.asyncio4j.FuzzRun.Target;
import org.asyncio4j.FuzzSource.Program;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small programs, cancelled in every turn of their loop: in the first one, then, from the start, in
 * the second, until a run ends before it is cancelled.
 *
 * <p>A turn is found by the clock, which the loop asks once in each ({@link TurnClock}); on the
 * virtual clock a program takes the same turns each time. In each turn the cancel comes before all
 * steps that are ready, and in another run after them ({@link Moment}). What is cancelled is a
 * {@link Target}. Each run is checked for all that {@link FuzzRun} knows of: hangs, tasks, timers
 * and channels that are left, cancels that were swallowed or not taken back, resources that were
 * not closed, errors that nobody heard, interrupt flags.
 *
 * <p>To add a program, write a static method in {@link FuzzPrograms}, {@link FuzzSyncPrograms} or
 * {@link FuzzGeneratorPrograms}, or in {@link FuzzThreadPrograms} if it uses threads, sockets or
 * files. It opens resources by its {@link FuzzProbe}, catches the errors it expects, cleans up what
 * it starts, and ends normally when it is not cancelled. One that catches a cancel for good says so
 * by {@link FuzzProgram}. To add a check, see {@code FuzzRun.settle} for what must hold when all
 * has ended, {@code FuzzRun.ended} for what must hold in the main task, and {@code FuzzProbe} for
 * what programs say themselves.
 *
 * <p>{@code -Dasyncio4j.fuzz.only=REGEX} runs only programs of such names; a failure names program,
 * target, moment and turn.
 */
class CancellationFuzzTest {
    private static final int MOST_TURNS = 10_000;
    private static final int MOST_PROBLEMS = 3;
    private static final int MOST_COLLECTIONS = 200;

    /** Programs with threads do not do the same each time, so they get more than one chance. */
    private static final int ROUNDS_WITH_THREADS = 3;

    private static int runs;
    private static @Nullable LogRecords log;

    @TempDir Path folder;
    private long openBefore;

    /** Whether files may be left to the garbage collector. */
    private boolean collects;

    static List<Program> programs() {
        return Stream.of(
                        FuzzPrograms.class,
                        FuzzSyncPrograms.class,
                        FuzzGeneratorPrograms.class,
                        FuzzStreamPrograms.class)
                .flatMap(source -> FuzzSource.programsOf(source).stream())
                .toList();
    }

    static List<Program> threadPrograms() {
        return FuzzSource.programsOf(FuzzThreadPrograms.class);
    }

    // ---- files and sockets

    @BeforeAll
    static void warmUp(@TempDir Path other) throws Exception {
        log = new LogRecords(); // programs that sleep for long after a cancel are warned of
        for (Program program : threadPrograms()) { // the JDK keeps some sockets of its own
            new FuzzRun(program, new Attack(Target.MAIN, 0, Moment.LAST), MOST_TURNS, other).run();
        }
    }

    @AfterAll
    static void restoreLog() {
        if (log != null) {
            log.close();
        }
        IO.println(runs + " runs");
    }

    @BeforeEach
    void countBefore() throws IOException {
        openBefore = countOpen();
    }

    @AfterEach
    void checkClosed() throws Exception {
        joinThreads();
        for (int i = 0; i < MOST_COLLECTIONS && collects && countOpen() > openBefore; i++) {
            System.gc();
        }
        assertEquals(openBefore, Math.max(openBefore, countOpen()), "open files and sockets");
    }

    /** The threads of the executors of closed loops end when what they do is done. */
    private static void joinThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("asyncio(_.*|-file)")) {
                thread.join(Duration.ofSeconds(10));
            }
        }
    }

    /** The sockets of this process and its files in the folder; none where it cannot be seen. */
    private long countOpen() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> links = Files.list(descriptors)) {
            return links.filter(this::isSocketOrOurs).count();
        }
    }

    private boolean isSocketOrOurs(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("socket:") || target.startsWith(folder.toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    // ---- series of runs

    private void cancelInEveryTurn(Program program, Target target, int number) throws Exception {
        var problems = new ArrayList<String>();
        for (Moment moment : Moment.values()) {
            series(program, new Attack(target, number, moment), problems);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    private void series(Program program, Attack attack, List<String> problems) throws Exception {
        boolean reached = true;
        for (int turn = 1; reached && problems.size() < MOST_PROBLEMS; turn++) {
            var run = new FuzzRun(program, attack, turn, folder);
            runs++;
            try {
                run.run();
            } catch (AssertionError e) {
                problems.add(e.getMessage());
            }
            reached = run.wasReached();
            if (turn == MOST_TURNS) {
                problems.add(run + ": it goes on for ever");
            }
        }
    }

    private void cancelInEveryTurn(Program program, Target target) throws Exception {
        cancelInEveryTurn(program, target, 0);
    }

    // ---- the quick form

    @Test
    void programs_areFound() {
        if (System.getProperty("asyncio4j.fuzz.only") == null) {
            assertEquals(true, programs().size() > 40 && threadPrograms().size() > 12);
        }
    }

    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void mainTask_cancelledInEveryTurn_endsCancelled(Program program) throws Exception {
        cancelInEveryTurn(program, Target.MAIN);
    }

    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void scope_cancelledInEveryTurn_catchesIt(Program program) throws Exception {
        cancelInEveryTurn(program, Target.SCOPE);
    }

    // ---- the rest of the complete form

    @Tag("stress")
    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void mainTask_cancelledAgainDuringTheCleanUp_endsCancelled(Program program) throws Exception {
        for (int gap = 0; gap < 3; gap++) {
            cancelInEveryTurn(program, Target.MAIN_TWICE, gap);
        }
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void anyTask_cancelledInEveryTurn_leavesNothing(Program program) throws Exception {
        var attack = new Attack(Target.OTHER, 0, Moment.FIRST);
        var counting = new FuzzRun(program, attack, MOST_TURNS, folder);
        counting.run();
        for (int number = 1; number < counting.tasks(); number++) {
            cancelInEveryTurn(program, Target.OTHER, number);
        }
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void runner_closedInEveryTurn_endsEverything(Program program) throws Exception {
        cancelInEveryTurn(program, Target.RUNNER);
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource({"programs", "threadPrograms"})
    void loop_closedInEveryTurn_endsEverything(Program program) throws Exception {
        collects = true; // a file whose turn to be closed comes when the loop is gone
        cancelInEveryTurn(program, Target.LOOP);
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource("threadPrograms")
    void threads_cancelledAgainAndAgain_leaveNothing(Program program) throws Exception {
        for (int round = 0; round < ROUNDS_WITH_THREADS; round++) {
            cancelInEveryTurn(program, Target.MAIN);
            cancelInEveryTurn(program, Target.SCOPE);
        }
    }
}
