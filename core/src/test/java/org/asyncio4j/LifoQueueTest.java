package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.test.AsyncTest;

/** {@link LifoQueue}: last in, first out. */
class LifoQueueTest extends QueueContract {
    @Override
    Queue<String> newQueue(int maxsize) {
        return new LifoQueue<>(maxsize);
    }

    @AsyncTest
    void get_givesTheNewestItem() {
        var queue = new LifoQueue<Integer>();
        queue.put(1);
        queue.put(2);
        assertEquals(2, queue.get());
        queue.put(3);
        assertEquals(3, queue.get());
        assertEquals(1, queue.get());
        assertEquals(0, queue.maxsize());
    }
}
