package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.GeneratorContract.drain;
import static org.asyncio4j.GeneratorContract.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.Generator.Indexed;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class GeneratorHelpersTest {
    private final Checkpoints log = new Checkpoints();

    /** Yields numbers, waiting before each, and logs its end. */
    private Generator<String> ticks(String name, long millis, int count) {
        return generator(
                y -> {
                    try {
                        for (int i = 1; i <= count; i++) {
                            sleep(millis(millis));
                            y.yield(name + i);
                        }
                    } finally {
                        log.add(name + " ends");
                    }
                });
    }

    // ---- stages

    @Test
    void enumerate_values_areCounted() {
        assertEquals(
                List.of(new Indexed<>(0, "a"), new Indexed<>(1, "b")),
                drain(Generator.from(List.of("a", "b")).enumerate()));
    }

    @Test
    void stages_combined_workWhereverTheyAre() {
        assertEquals(
                List.of("4", "16", "36"),
                drain(range(100).filter(i -> i > 0 && i % 2 == 0).map(i -> "" + i * i).take(3)));
    }

    @AsyncTest
    void map_functionSuspends_isTheConsumersWait() {
        Duration begin = getRunningLoop().time();
        Generator<Integer> doubled =
                range(3).map(
                                i -> {
                                    sleep(seconds(1));
                                    return i * 2;
                                });
        assertEquals(List.of(0, 2, 4), drain(doubled));
        assertEquals(seconds(3), getRunningLoop().time().minus(begin));
    }

    @AsyncTest
    void map_functionFails_closesTheSource() {
        var bang = new Bang();
        Generator<Object> failing =
                ticks("a", 1, 3)
                        .map(
                                value -> {
                                    throw bang;
                                });
        assertSame(bang, assertThrows(Bang.class, failing::next));
        log.assertAre("a ends");
        assertFalse(failing.hasNext());
    }

    @AsyncTest
    void stage_closed_closesTheSource() {
        try (var mapped = ticks("a", 1, 3).map(value -> value + "!")) {
            assertEquals("a1!", mapped.next());
        }
        log.assertAre("a ends");
    }

    @AsyncTest
    void stage_throwInto_endsBoth() {
        Generator<String> mapped = ticks("a", 1, 3).map(value -> value + "!");
        mapped.next();
        assertThrows(Bang.class, () -> mapped.throwInto(new Bang()));
        log.assertAre("a ends");
        assertThrows(Bang.class, () -> mapped.throwInto(new Bang()));
        assertFalse(mapped.hasNext());
    }

    @AsyncTest
    void take_enough_closesTheSourceAndRunsItNoFurther() {
        Generator<String> source = ticks("a", 1, 3);
        assertEquals(List.of("a1", "a2"), drain(source.take(2)));
        log.assertAre("a ends");
        assertFalse(source.hasNext());
        assertEquals(List.of(), drain(ticks("b", 1, 3).take(0)));
        log.assertAre();
        assertThrows(IllegalArgumentException.class, () -> range(1).take(-1));
    }

    // ---- merge

    @AsyncTest
    void merge_sources_comeInTheOrderOfTime() {
        List<String> merged =
                drain(Generator.merge(ticks("a", 100, 3), ticks("b", 130, 2), ticks("c", 1, 0)));
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3"), merged);
        log.assertAre("c ends", "b ends", "a ends");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void merge_nothing_endsAtOnce() {
        assertFalse(Generator.merge().hasNext());
    }

    @AsyncTest
    void merge_slowConsumer_holdsTheSourcesBack() {
        var produced = new int[1];
        Generator<Integer> source =
                generator(
                        y -> {
                            while (true) {
                                y.yield(produced[0]++);
                            }
                        });
        try (var merged = Generator.merge(source)) {
            assertEquals(0, merged.next());
            sleep(seconds(1));
            assertEquals(2, produced[0]); // the next one waits
            assertEquals(1, merged.next());
            sleep(seconds(1));
            assertEquals(3, produced[0]);
        }
        assertFalse(source.hasNext());
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void merge_oneFails_cancelsTheRestAndComesOutAsItIs() {
        var error = new IOException("checked");
        Generator<String> failing =
                generator(
                        y -> {
                            sleep(millis(150));
                            throw error;
                        });
        Generator<String> merged = Generator.merge(ticks("a", 100, 9), failing);
        assertEquals("a1", merged.next());
        assertSame(error, assertThrows(IOException.class, merged::next));
        log.assertAre("a ends");
        assertFalse(merged.hasNext());
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void merge_closedEarly_closesTheSources() {
        try (var merged = Generator.merge(ticks("a", 100, 9), ticks("b", 10, 9))) {
            assertEquals("b1", merged.next());
        }
        log.assertAre("a ends", "b ends");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void merge_neverBegunAndClosed_closesTheSources() {
        Generator<String> source = ticks("a", 1, 9);
        source.next();
        Generator.merge(source, ticks("b", 1, 1)).close();
        log.assertAre("a ends");
    }

    @AsyncTest
    void merge_consumerIsCancelled_endsEverything() {
        var task = createTask(() -> drain(Generator.merge(ticks("a", 100, 9), ticks("b", 30, 9))));
        sleep(millis(50));
        task.cancel("enough");
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("enough", error.getMessage());
        log.assertAre("a ends", "b ends");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void merge_cancelledInTheFirstTurn_closesWhatHasNotBegun() {
        Generator<String> source = ticks("a", 1, 9);
        source.next();
        var task = createTask(() -> Generator.merge(source).next());
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        log.assertAre("a ends");
    }

    @AsyncTest
    void merge_sourceFailsWhileItIsClosed_isNotSwallowed() {
        var bang = new Bang();
        Generator<Integer> source =
                generator(
                        y -> {
                            try {
                                y.yield(1);
                            } finally {
                                throwIt(bang);
                            }
                        });
        var merged = Generator.merge(source);
        assertEquals(1, merged.next());
        var other = createTask(() -> sleep(seconds(1)));
        other.await();
        assertSame(bang, assertThrows(Bang.class, merged::next)); // it went on by itself
        assertFalse(merged.hasNext());
    }

    private static void throwIt(RuntimeException error) {
        throw error;
    }

    @AsyncTest
    void merge_inAScopeThatIsCancelled_waitsForTheReaders() {
        Generator<String> slow =
                generator(
                        y -> {
                            try {
                                Checkpoints.pause();
                            } finally {
                                sleep(seconds(1));
                                log.add("cleaned up");
                            }
                        });
        assertTrue(moveOnAfter(seconds(1), () -> Generator.merge(slow).next()).isEmpty());
        log.assertAre("cleaned up");
    }

    @Test
    void merge_outsideOfALoop_isRefused() {
        var error =
                assertThrows(IllegalStateException.class, () -> Generator.merge(range(1)).next());
        assertEquals("no event loop is running on this thread", error.getMessage());
    }

    // ---- buffer

    @AsyncTest
    void buffer_values_comeInOrder() {
        assertEquals(drain(range(50)), drain(range(50).buffer(7)));
        assertEquals(drain(range(50)), drain(range(50).buffer(1)));
    }

    @AsyncTest
    void buffer_slowConsumer_readsAheadSoMany() {
        var produced = new int[1];
        Generator<Integer> source =
                generator(
                        y -> {
                            while (true) {
                                y.yield(produced[0]++);
                            }
                        });
        try (var buffered = source.buffer(3)) {
            assertEquals(0, buffered.next());
            sleep(seconds(1));
            assertEquals(4, produced[0]);
            assertEquals(1, buffered.next());
            assertEquals(2, buffered.next());
            assertEquals(3, buffered.next());
            sleep(seconds(1));
            assertEquals(7, produced[0]);
        }
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void buffer_bothTakeTime_overlap() {
        Duration begin = getRunningLoop().time();
        for (String ignored : ticks("a", 1_000, 5).buffer(2)) {
            sleep(seconds(1));
        }
        assertEquals(seconds(6), getRunningLoop().time().minus(begin));
    }

    @AsyncTest
    void buffer_sourceFails_givesWhatCameBefore() {
        Generator<Integer> failing =
                generator(
                        y -> {
                            y.yield(1);
                            y.yield(2);
                            throw new Bang();
                        });
        Generator<Integer> buffered = failing.buffer(10);
        assertEquals(1, buffered.next());
        assertEquals(2, buffered.next());
        assertThrows(Bang.class, buffered::next);
        assertThrows(IllegalArgumentException.class, () -> range(1).buffer(0));
    }

    // ---- asCompleted

    private Block<String, RuntimeException> after(long seconds, String value) {
        return () -> {
            try {
                sleep(seconds(seconds));
            } finally {
                log.add(value + " ends");
            }
            return value;
        };
    }

    @AsyncTest
    void asCompleted_works_comeInTheOrderOfTheirEnds() {
        List<Block<String, RuntimeException>> works =
                List.of(after(3, "a"), after(1, "b"), async(after(2, "c")), createTask(() -> "d"));
        assertEquals(List.of("d", "b", "c", "a"), drain(Generator.asCompleted(works)));
    }

    @AsyncTest
    void asCompleted_closedEarly_cancelsTheRest() {
        Duration begin = getRunningLoop().time();
        try (var results = Generator.asCompleted(List.of(after(1, "a"), after(9, "b")))) {
            assertEquals("a", results.next());
        }
        log.assertAre("a ends", "b ends");
        assertEquals(seconds(1), getRunningLoop().time().minus(begin));
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void asCompleted_oneFails_cancelsTheRest() {
        List<Block<String, ?>> works =
                List.of(
                        after(9, "a"),
                        () -> {
                            throw new Bang();
                        });
        assertThrows(Bang.class, () -> drain(Generator.asCompleted(works)));
        log.assertAre("a ends");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void asCompleted_neverBegun_forgetsItsCoroutines() {
        Generator.asCompleted(List.of(async(() -> 1), async(() -> 2))).close();
        assertFalse(Generator.asCompleted(List.<Coroutine<Integer>>of()).hasNext());
    }

    // ---- from and to streams

    @Test
    void from_iterables_giveTheirValues() {
        assertEquals(List.of(1, 2, 3), drain(Generator.from(List.of(1, 2, 3))));
        Generator<Integer> generator = range(2);
        assertSame(generator, Generator.from(generator));
        assertEquals(List.of(), drain(Generator.from(List.of())));
    }

    @Test
    void from_stream_isClosedAtTheEnd() {
        Generator<Integer> generator =
                Generator.from(Stream.of(1, 2).onClose(() -> log.add("closed")));
        assertEquals(List.of(1, 2), drain(generator));
        log.assertAre("closed");
        generator.close();
        log.assertAre();
    }

    @Test
    void from_infiniteStream_isPulledAndClosed() {
        var made = new ArrayList<Integer>();
        try (var generator =
                Generator.from(
                        Stream.iterate(0, i -> i + 1)
                                .peek(made::add)
                                .onClose(() -> log.add("closed")))) {
            assertEquals(0, generator.next());
            assertEquals(1, generator.next());
        }
        assertTrue(made.size() <= 3, made.toString());
        log.assertAre("closed");
    }

    @AsyncTest
    void stream_ofAGeneratorThatSuspends_isPulled() {
        try (var stream = ticks("a", 1_000, 9).stream()) {
            assertEquals(List.of("A1", "A2"), stream.map(String::toUpperCase).limit(2).toList());
        }
        log.assertAre("a ends");
        assertEquals(45, range(10).stream().mapToInt(i -> i).sum());
    }
}
