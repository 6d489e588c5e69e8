package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.List;

/** {@link Queue} itself: first in, first out. */
class QueueTest extends QueueContract {
    @Override
    Queue<String> newQueue(int maxsize) {
        return new Queue<>(maxsize);
    }

    @AsyncTest
    void get_givesTheOldestItem() {
        var queue = new Queue<Integer>();
        for (int i = 0; i < 100; i++) {
            queue.put(i);
            queue.put(-i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, queue.get());
            assertEquals(-i, queue.get());
        }
    }

    @AsyncTest
    void items_putByWaiters_comeInTheOrderOfTheirPuts() {
        var queue = new Queue<Integer>(2);
        var got = new ArrayList<Integer>();
        taskGroup(
                g -> {
                    for (int i = 0; i < 20; i++) {
                        int item = i;
                        g.createTask(() -> queue.put(item));
                    }
                    turns(1);
                    for (int i = 0; i < 20; i++) {
                        got.add(queue.get());
                    }
                });
        var expected = new ArrayList<Integer>();
        for (int i = 0; i < 20; i++) {
            expected.add(i);
        }
        assertEquals(expected, got);
        assertEquals(List.of(), log);
    }
}
