package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What tests of programs rely on to find those that depend on a chance order. */
class ShuffledTiesTest {
    private static final int COUNT = 20; // one order in 20! is the one they were made in
    private static final List<Integer> IN_ORDER = IntStream.range(0, COUNT).boxed().toList();

    private static List<Integer> run(long seed, Block<List<Integer>, IOException> program)
            throws IOException {
        var loop = new Loop(new VirtualClock());
        loop.scheduler.shuffleTies(new Random(seed));
        try {
            return loop.runUntilComplete(program);
        } finally {
            loop.close();
        }
    }

    private static void assertShuffled(Block<List<Integer>, IOException> program)
            throws IOException {
        List<Integer> order = run(1, program);
        assertEquals(IN_ORDER, order.stream().sorted().toList());
        assertNotEquals(IN_ORDER, order);
        assertEquals(order, run(1, program));
        assertNotEquals(order, run(2, program));
    }

    @Test
    void timers_dueAtOneTime_runInTheOrderOfTheSeed() throws IOException {
        assertShuffled(
                () -> {
                    var order = new ArrayList<Integer>();
                    for (int i : IN_ORDER) {
                        getRunningLoop().callAt(seconds(1), () -> order.add(i));
                    }
                    sleep(seconds(2));
                    return order;
                });
    }

    @Test
    void timers_dueAtDifferentTimes_runInTheOrderOfTimes() throws IOException {
        List<Integer> order =
                run(
                        1,
                        () -> {
                            var ran = new ArrayList<Integer>();
                            for (int i : IN_ORDER.reversed()) {
                                getRunningLoop().callAt(millis(i), () -> ran.add(i));
                            }
                            sleep(seconds(2));
                            return ran;
                        });
        assertEquals(IN_ORDER, order);
    }

    @Test
    void channels_readyAtOnce_runInTheOrderOfTheSeed() throws IOException {
        assertShuffled(
                () -> {
                    var order = new ArrayList<Integer>();
                    var pipes = new ArrayList<Pipe>();
                    for (int i : IN_ORDER) {
                        Pipe pipe = Pipe.open();
                        pipes.add(pipe);
                        pipe.sink().write(ByteBuffer.allocate(1));
                        pipe.source().configureBlocking(false);
                        getRunningLoop().addReader(pipe.source(), () -> order.add(i));
                    }
                    sleep(seconds(0)); // this task was queued before what the select finds
                    sleep(seconds(0));
                    for (Pipe pipe : pipes) {
                        getRunningLoop().removeReader(pipe.source());
                        pipe.source().close();
                        pipe.sink().close();
                    }
                    return order;
                });
    }
}
