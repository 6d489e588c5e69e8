package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What generators do wherever they are used: in a task, in a callback, on any other thread. */
abstract class GeneratorContract {
    private final Checkpoints log = new Checkpoints();

    /** Runs the test's body where it belongs, and throws what it throws. */
    abstract void inPlace(VoidBlock<?> body) throws Throwable;

    static Generator<Integer> range(int end) {
        return generator(
                y -> {
                    for (int i = 0; i < end; i++) {
                        y.yield(i);
                    }
                });
    }

    /** Yields 1 and 2, and logs what happens. */
    private Generator<Integer> logged() {
        return generator(
                y -> {
                    log.add("begin");
                    try {
                        y.yield(1);
                        log.add("between");
                        y.yield(2);
                        log.add("end");
                    } finally {
                        log.add("finally");
                    }
                });
    }

    @Test
    void forEach_values_comeInOrder() throws Throwable {
        inPlace(
                () -> {
                    var seen = new ArrayList<Integer>();
                    for (int i : range(5)) {
                        seen.add(i);
                    }
                    assertEquals(List.of(0, 1, 2, 3, 4), seen);
                });
    }

    @Test
    void body_runsOnlyWhenAsked() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    log.add("made");
                    assertEquals(1, generator.next());
                    log.add("got 1");
                    assertEquals(2, generator.next());
                    log.add("got 2");
                    assertFalse(generator.hasNext());
                    log.assertAre("made", "begin", "got 1", "between", "got 2", "end", "finally");
                });
    }

    @Test
    void hasNext_againAndAgain_advancesOnce() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    assertTrue(generator.hasNext());
                    assertTrue(generator.hasNext());
                    log.assertAre("begin");
                    assertEquals(1, generator.next());
                    assertEquals(2, generator.next());
                    assertThrows(NoSuchElementException.class, generator::next);
                    assertThrows(StopIteration.class, generator::next);
                    assertFalse(generator.hasNext());
                    log.assertAre("between", "end", "finally");
                });
    }

    @Test
    void body_thatYieldsNothing_hasNothing() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = range(0);
                    assertFalse(generator.hasNext());
                    generator.close();
                });
    }

    @Test
    void yield_null_isAValue() throws Throwable {
        inPlace(
                () -> {
                    Generator<String> generator = generator(y -> y.yield(null));
                    assertTrue(generator.hasNext());
                    assertNull(generator.next());
                    assertFalse(generator.hasNext());
                });
    }

    @Test
    void close_atAYield_runsFinallyBlocks() throws Throwable {
        inPlace(
                () -> {
                    try (Generator<Integer> generator = logged()) {
                        assertEquals(1, generator.next());
                        log.add("leave");
                    }
                    log.assertAre("begin", "leave", "finally");
                });
    }

    @Test
    void close_neverBegun_runsNothing() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    generator.close();
                    generator.close();
                    assertFalse(generator.hasNext());
                    log.assertAre();
                });
    }

    @Test
    void close_afterTheEnd_doesNothing() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    generator.forEach(value -> {});
                    generator.close();
                    log.assertAre("begin", "between", "end", "finally");
                });
    }

    @Test
    void close_withAValueAhead_dropsIt() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    assertTrue(generator.hasNext());
                    generator.close();
                    assertFalse(generator.hasNext());
                    log.assertAre("begin", "finally");
                });
    }

    @Test
    void close_bodyCatchesExceptions_doesNotCatchTheExit() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield(1);
                                        } catch (Exception e) {
                                            log.add(e);
                                        }
                                        log.add("goes on");
                                    });
                    generator.next();
                    generator.close();
                    log.assertAre();
                });
    }

    @Test
    void close_bodySwallowsTheExit_isFine() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield(1);
                                        } catch (GeneratorExit e) {
                                            log.add("exit");
                                        }
                                    });
                    generator.next();
                    generator.close();
                    log.assertAre("exit");
                });
    }

    @Test
    void close_bodyYieldsOnceMore_isAnError() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield(1);
                                        } finally {
                                            y.yield(2);
                                        }
                                    });
                    generator.next();
                    var error = assertThrows(IllegalStateException.class, generator::close);
                    assertTrue(error.getMessage().startsWith("generator ignored GeneratorExit"));
                    generator.close();
                    assertFalse(generator.hasNext());
                });
    }

    @Test
    void close_bodyFailsInFinally_throwsThat() throws Throwable {
        inPlace(
                () -> {
                    var bang = new Bang();
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield(1);
                                        } finally {
                                            fail(bang);
                                        }
                                    });
                    generator.next();
                    assertSame(bang, assertThrows(Bang.class, generator::close));
                    assertFalse(generator.hasNext());
                });
    }

    private static void fail(RuntimeException error) {
        throw error;
    }

    @Test
    void body_fails_sameErrorComesOutOnce() throws Throwable {
        inPlace(
                () -> {
                    var error = new IOException("checked");
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        y.yield(1);
                                        throw error;
                                    });
                    assertEquals(1, generator.next());
                    assertSame(error, assertThrows(IOException.class, generator::hasNext));
                    assertFalse(generator.hasNext());
                    assertThrows(StopIteration.class, generator::next);
                });
    }

    @Test
    void body_throwsStopIteration_isNoEnd() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        y.yield(1);
                                        y.yield(range(0).next());
                                    });
                    generator.next();
                    var error = assertThrows(IllegalStateException.class, generator::next);
                    assertEquals("generator raised StopIteration", error.getMessage());
                    assertTrue(error.getCause() instanceof StopIteration);
                    assertFalse(generator.hasNext());
                });
    }

    @Test
    void body_throwsCancelledError_itComesOut() throws Throwable {
        inPlace(
                () -> {
                    var error = new CancelledError("by hand");
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        throw error;
                                    });
                    assertSame(error, assertThrows(CancelledError.class, generator::next));
                });
    }

    @Test
    void throwInto_bodyCatches_givesTheNextValue() throws Throwable {
        inPlace(
                () -> {
                    Generator<String> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield("a");
                                        } catch (Bang e) {
                                            y.yield("caught");
                                        }
                                        y.yield("b");
                                    });
                    assertEquals("a", generator.next());
                    assertEquals("caught", generator.throwInto(new Bang()));
                    assertEquals("b", generator.next());
                    assertThrows(Bang.class, () -> generator.throwInto(new Bang()));
                    assertFalse(generator.hasNext());
                });
    }

    @Test
    void throwInto_bodyEnds_isStopIteration() throws Throwable {
        inPlace(
                () -> {
                    Generator<String> generator =
                            generator(
                                    y -> {
                                        try {
                                            y.yield("a");
                                        } catch (Bang e) {
                                            log.add("caught");
                                        }
                                    });
                    generator.next();
                    assertThrows(StopIteration.class, () -> generator.throwInto(new Bang()));
                    log.assertAre("caught");
                });
    }

    @Test
    void throwInto_neverBegunOrEnded_throwsItBack() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = logged();
                    var bang = new Bang();
                    assertSame(bang, assertThrows(Bang.class, () -> generator.throwInto(bang)));
                    assertSame(bang, assertThrows(Bang.class, () -> generator.throwInto(bang)));
                    assertFalse(generator.hasNext());
                    log.assertAre();
                });
    }

    @Test
    void body_advancesItself_isRefused() throws Throwable {
        inPlace(
                () -> {
                    var self = new AtomicReference<Generator<Integer>>();
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        var error =
                                                assertThrows(
                                                        IllegalStateException.class,
                                                        () -> self.get().next());
                                        log.add(error.getMessage().substring(0, 27));
                                        assertThrows(
                                                IllegalStateException.class,
                                                () -> self.get().close());
                                        y.yield(1);
                                    });
                    self.set(generator);
                    assertEquals(1, generator.next());
                    log.assertAre("generator already executing");
                    generator.close();
                });
    }

    @Test
    void yield_outsideOfTheBody_isRefused() throws Throwable {
        inPlace(
                () -> {
                    var yielder = new AtomicReference<Generator.Yielder<Integer>>();
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        yielder.set(y);
                                        y.yield(1);
                                    });
                    generator.next();
                    assertThrows(IllegalStateException.class, () -> yielder.get().yield(2));
                    assertFalse(generator.hasNext());
                    assertThrows(IllegalStateException.class, () -> yielder.get().yield(3));
                });
    }

    @Test
    void yieldFrom_listsAndGenerators_comeInOrder() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        y.yieldFrom(List.of(7, 8));
                                        y.yieldFrom(range(2));
                                        y.yieldFrom(List.of());
                                        y.yieldFrom(range(0));
                                        y.yield(9);
                                    });
                    assertEquals(List.of(7, 8, 0, 1, 9), drain(generator));
                });
    }

    static <T> List<T> drain(Iterator<T> iterator) {
        var all = new ArrayList<T>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    @Test
    void yieldFrom_outerIsClosed_closesTheInner() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> generator = generator(y -> y.yieldFrom(logged()));
                    generator.next();
                    generator.close();
                    log.assertAre("begin", "finally");
                });
    }

    @Test
    void yieldFrom_throwInto_reachesTheInner() throws Throwable {
        inPlace(
                () -> {
                    Generator<String> inner =
                            generator(
                                    y -> {
                                        try {
                                            y.yield("a");
                                        } catch (Bang e) {
                                            y.yield("inner caught");
                                        }
                                    });
                    Generator<String> generator =
                            generator(
                                    y -> {
                                        y.yieldFrom(inner);
                                        y.yield("outer");
                                    });
                    assertEquals("a", generator.next());
                    assertEquals("inner caught", generator.throwInto(new Bang()));
                    assertEquals("outer", generator.next());
                    generator.close();
                });
    }

    private record Tree(int value, List<Tree> children) {
        Generator<Integer> walk() {
            return generator(
                    y -> {
                        y.yield(value);
                        for (Tree child : children) {
                            y.yieldFrom(child.walk());
                        }
                    });
        }
    }

    private static Tree tree(int value, int depth) {
        return new Tree(
                value,
                depth == 0
                        ? List.of()
                        : List.of(tree(value * 2, depth - 1), tree(value * 2 + 1, depth - 1)));
    }

    @Test
    void yieldFrom_recursive_walksATree() throws Throwable {
        inPlace(
                () -> {
                    List<Integer> walked = drain(tree(1, 4).walk());
                    assertEquals(31, walked.size());
                    assertEquals(List.of(1, 2, 4, 8, 16, 17, 9), walked.subList(0, 7));
                });
    }

    @Test
    void generators_threeDeep_eachSeesItsValues() throws Throwable {
        inPlace(
                () -> {
                    Generator<Integer> numbers = range(4);
                    Generator<Integer> doubled =
                            generator(
                                    y -> {
                                        for (int i : numbers) {
                                            y.yield(i * 2);
                                            y.yield(i * 2 + 1);
                                        }
                                    });
                    Generator<String> texts =
                            generator(
                                    y -> {
                                        for (int i : doubled) {
                                            y.yield("<" + i + ">");
                                        }
                                    });
                    assertEquals("<0><1><2><3><4><5><6><7>", String.join("", drain(texts)));
                });
    }

    @Test
    void generators_aThousandAlive_allGoOn() throws Throwable {
        inPlace(
                () -> {
                    List<Generator<Integer>> generators =
                            IntStream.range(0, 1_000).mapToObj(i -> range(3)).toList();
                    for (int value = 0; value < 3; value++) {
                        for (Generator<Integer> generator : generators) {
                            assertEquals(value, generator.next());
                        }
                    }
                    generators.forEach(Generator::close);
                });
    }

    /** The same calls on a generator over a list and on the list's iterator. */
    @Test
    void generator_randomCalls_doesWhatAListIteratorDoes() throws Throwable {
        inPlace(
                () -> {
                    var random = new Random(7);
                    for (int round = 0; round < 200; round++) {
                        List<Integer> list = IntStream.range(0, random.nextInt(6)).boxed().toList();
                        Iterator<Integer> expected = list.iterator();
                        Generator<Integer> actual = generator(y -> y.yieldFrom(list));
                        for (int call = 0; call < 12; call++) {
                            if (random.nextBoolean()) {
                                assertEquals(expected.hasNext(), actual.hasNext());
                            } else {
                                assertEquals(nextOrNull(expected), nextOrNull(actual));
                            }
                        }
                        actual.close();
                    }
                });
    }

    private static Object nextOrNull(Iterator<Integer> iterator) {
        try {
            return iterator.next();
        } catch (NoSuchElementException e) {
            return "none";
        }
    }

    // ---- with values sent

    private static SendGenerator<Integer, Integer> adder() {
        return sendGenerator(
                y -> {
                    int sum = 0;
                    while (sum < 10) {
                        Integer sent = y.yield(sum);
                        sum += sent == null ? 1 : sent;
                    }
                    return sum;
                });
    }

    @Test
    void send_values_areReturnedByTheYields() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<Integer, Integer> adder = adder();
                    assertEquals(0, adder.next());
                    assertEquals(1, adder.next());
                    assertEquals(6, adder.send(5));
                    var stop = assertThrows(StopIteration.class, () -> adder.send(7));
                    assertEquals(13, stop.value());
                    var again = assertThrows(StopIteration.class, adder::next);
                    assertNull(again.value());
                });
    }

    @Test
    void send_justStarted_isRefused() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<Integer, Integer> adder = adder();
                    var error = assertThrows(IllegalStateException.class, () -> adder.send(1));
                    assertTrue(error.getMessage().contains("just been started"));
                    assertEquals(0, adder.next());
                    adder.close();
                });
    }

    @Test
    void send_voidBody_endsWithoutAValue() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<String, String> echo =
                            sendGenerator(
                                    y -> {
                                        String heard = y.yield("ready");
                                        y.yield(heard + "!");
                                    });
                    assertEquals("ready", echo.next());
                    assertEquals("hello!", echo.send("hello"));
                    assertNull(assertThrows(StopIteration.class, echo::next).value());
                    assertThrows(StopIteration.class, () -> echo.send("anybody?"));
                });
    }

    @Test
    void send_throwInto_isThrownByTheYield() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<String, String> generator =
                            sendGenerator(
                                    y -> {
                                        while (true) {
                                            try {
                                                y.yield("ok");
                                            } catch (Exception e) {
                                                y.yield(e.getMessage());
                                            }
                                        }
                                    });
                    assertEquals("ok", generator.next());
                    assertEquals("checked", generator.throwInto(new IOException("checked")));
                    assertEquals("ok", generator.send("on"));
                    generator.close();
                    assertThrows(StopIteration.class, generator::next);
                });
    }

    @Test
    void send_yieldFrom_passesOnWhatIsSentAndGivesTheResult() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<Integer, Integer> outer =
                            sendGenerator(
                                    y -> {
                                        Object first = y.yieldFrom(adder());
                                        y.yieldFrom(List.of(70, 71));
                                        Object second = y.yieldFrom(adder());
                                        return List.of(first, second);
                                    });
                    assertEquals(0, outer.next());
                    assertEquals(4, outer.send(4));
                    assertEquals(70, outer.send(8)); // ends the first one with 12
                    assertEquals(71, outer.send(1));
                    assertEquals(0, outer.next());
                    var stop = assertThrows(StopIteration.class, () -> outer.send(20));
                    assertEquals(List.of(12, 20), stop.value());
                });
    }

    @Test
    void send_yieldFromThrowInto_innerEndsWithAValue() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<Integer, Integer> inner =
                            sendGenerator(
                                    y -> {
                                        try {
                                            y.yield(1);
                                        } catch (Bang e) {
                                            return "from inner";
                                        }
                                        return "not here";
                                    });
                    SendGenerator<Integer, Integer> outer =
                            sendGenerator(y -> (Object) List.of(y.yieldFrom(inner)));
                    assertEquals(1, outer.next());
                    var stop = assertThrows(StopIteration.class, () -> outer.throwInto(new Bang()));
                    assertEquals(List.of("from inner"), stop.value());
                });
    }

    @Test
    void send_throwGeneratorExit_comesBack() throws Throwable {
        inPlace(
                () -> {
                    SendGenerator<Integer, Integer> adder = adder();
                    adder.next();
                    var exit = new GeneratorExit();
                    assertSame(
                            exit, assertThrows(GeneratorExit.class, () -> adder.throwInto(exit)));
                });
    }

    @Test
    void contextVariable_setInTheBody_isTheConsumers() throws Throwable {
        inPlace(
                () -> {
                    ContextVar<String> variable = ContextVar.withDefault("variable", "unset");
                    Generator<String> generator =
                            generator(
                                    y -> {
                                        y.yield(variable.get());
                                        variable.set("by the body");
                                        y.yield(variable.get());
                                        y.yield(variable.get());
                                    });
                    variable.set("by the consumer");
                    assertEquals("by the consumer", generator.next());
                    assertEquals("by the body", generator.next());
                    assertEquals("by the body", variable.get());
                    variable.set("again");
                    assertEquals("again", generator.next());
                    generator.close();
                });
    }

    @Test
    void yield_insideOfAContext_isRefusedAndConsumerKeepsItsOwn() throws Throwable {
        inPlace(
                () -> {
                    ContextVar<String> user = ContextVar.withDefault("user", "nobody");
                    var guest = new Context();
                    guest.run(() -> user.set("guest"));
                    Generator<Integer> generator =
                            Asyncio.generator(y -> guest.run(() -> y.yield(1)));
                    assertThrows(IllegalStateException.class, generator::next);
                    assertEquals("nobody", user.get());
                    assertFalse(generator.hasNext());
                });
    }
}
