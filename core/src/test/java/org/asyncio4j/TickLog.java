package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.lowlevel.EventLoop;

import java.util.ArrayList;
import java.util.List;

/**
 * A log whose entries carry the number of the loop's iteration, to pin not only the order of steps
 * but also how many turns they take. The expected logs in the tests are what CPython prints for the
 * same program, with a callback that counts and queues itself again.
 *
 * <p>The counting keeps the loop busy, so the virtual clock stands until {@link #close}.
 */
final class TickLog implements AutoCloseable {
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final List<String> entries = new ArrayList<>();
    private int tick;
    private boolean closed;

    TickLog() {
        loop.callSoon(this::tick);
    }

    private void tick() {
        tick++;
        if (!closed) {
            loop.callSoon(this::tick);
        }
    }

    void add(Object entry) {
        entries.add(tick + " " + entry);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Compares with the expected entries and forgets them. */
    void assertIs(String... expected) {
        assertEquals(List.of(expected), entries);
        entries.clear();
    }
}
