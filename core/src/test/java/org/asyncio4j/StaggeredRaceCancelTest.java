package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** {@link Asyncio#staggeredRace}. */
class StaggeredRaceCancelTest {
    private static int failAtOnce() throws IOException {
        throw new IOException("lost");
    }

    /** The extension sees that nothing is reported. */
    @AsyncTest
    void race_cancelledAfterOneHasFailed_reportsNothing() {
        var race =
                createTask(
                        () ->
                                staggeredRace(
                                        List.<Block<Integer, ?>>of(
                                                StaggeredRaceCancelTest::failAtOnce,
                                                () -> {
                                                    sleep(seconds(2));
                                                    return 2;
                                                }),
                                        seconds(1)));
        sleep(millis(10));
        race.cancel("enough");
        assertEquals("enough", assertThrows(CancelledError.class, race::await).getMessage());
    }

    @Test
    void race_theLoopClosesWhenOneHasWon_endsCancelled() {
        EventLoop loop = newEventLoop(new VirtualClock());
        var race =
                loop.createTask(
                        () ->
                                staggeredRace(
                                        List.<Block<Integer, ?>>of(
                                                () -> {
                                                    sleep(seconds(2));
                                                    return 1;
                                                },
                                                () -> {
                                                    getRunningLoop().stop();
                                                    return 2;
                                                }),
                                        seconds(1)));
        loop.runForever();
        loop.close();
        assertTrue(race.isCancelled(), race::toString);
    }
}
