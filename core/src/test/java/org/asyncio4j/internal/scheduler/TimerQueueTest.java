package org.asyncio4j.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

class TimerQueueTest {
    private static final Comparator<TimerCallback> ORDER =
            Comparator.<TimerCallback>comparingLong(timer -> timer.when)
                    .thenComparingLong(timer -> timer.rank);

    private final TimerQueue queue = new TimerQueue();

    @SuppressWarnings("NullAway") // the scheduler is for those that run or are cancelled
    private static TimerCallback timer(long when) {
        return new TimerCallback(null, when, () -> {}, false);
    }

    /** The heap against a sorted list, with few different times, so that ties are frequent. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1_000})
    void operations_atRandom_keepTheOrder(int times) {
        var random = new Random(times);
        List<TimerCallback> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean grows = i % 4_000 < 2_000;
            int lot = random.nextInt(10);
            if (model.isEmpty() || lot < (grows ? 6 : 3)) {
                TimerCallback timer = timer(random.nextInt(times));
                queue.add(timer);
                model.add(timer);
                model.sort(ORDER);
            } else if (lot < 8) {
                queue.remove(model.remove(random.nextInt(model.size())));
            } else {
                queue.remove(model.removeFirst());
            }
            assertEquals(model.size(), queue.size());
            assertSame(model.isEmpty() ? null : model.getFirst(), queue.first());
        }
    }

    @Test
    void moveDue_some_movesThemInOrderAndLeavesTheRest() {
        TimerCallback late = timer(11);
        TimerCallback second = timer(10);
        TimerCallback third = timer(10);
        TimerCallback first = timer(-5);
        for (TimerCallback timer : List.of(late, second, third, first)) {
            queue.add(timer);
        }
        var ready = new ReadyQueue();
        queue.moveDue(10, ready);
        assertSame(first, ready.poll());
        assertSame(second, ready.poll());
        assertSame(third, ready.poll());
        assertNull(ready.poll());
        assertSame(late, queue.first());
    }

    @Test
    void remove_ofOneThatIsNotThere_doesNothing() {
        TimerCallback timer = timer(1);
        queue.remove(timer);
        queue.add(timer);
        queue.remove(timer);
        queue.remove(timer);
        assertTrue(queue.isEmpty());
        assertNull(queue.first());
    }
}
