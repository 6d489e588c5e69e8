package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Channel;
import org.asyncio4j.Queue;
import org.asyncio4j.Receiver;
import org.asyncio4j.Sender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What an item costs on its way from one task to another. */
public class QueueBenchmark extends LoopBenchmark {
    private static final int ITEMS = 10_000;
    private static final Integer ITEM = 1;

    private final Queue<Integer> queue = new Queue<>();

    /** Put and taken by the same task. */
    @Benchmark
    public long nowait() {
        queue.putNowait(ITEM);
        return queue.getNowait();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long queueOfOne() {
        var queue = new Queue<Integer>(1);
        createTask(() -> putAll(queue));
        long sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            sum += queue.get();
        }
        return sum;
    }

    private static void putAll(Queue<Integer> queue) {
        for (int i = 0; i < ITEMS; i++) {
            queue.put(ITEM);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long channelOfOne() {
        var channel = Channel.<Integer>open(1);
        createTask(() -> sendAll(channel.sender(), ITEMS));
        long sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            sum += channel.receiver().receive();
        }
        return sum;
    }

    /** From two channels without a buffer, whichever has something. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long selectOfTwo() {
        var a = Channel.<Integer>open(0);
        var b = Channel.<Integer>open(0);
        createTask(() -> sendAll(a.sender(), ITEMS / 2));
        createTask(() -> sendAll(b.sender(), ITEMS / 2));
        long sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            sum += receive(a.receiver(), b.receiver());
        }
        return sum;
    }

    private static int receive(Receiver<Integer> a, Receiver<Integer> b) {
        return select(a.onReceive(item -> item), b.onReceive(item -> item));
    }

    private static void sendAll(Sender<Integer> sender, int items) {
        for (int i = 0; i < items; i++) {
            sender.send(ITEM);
        }
    }
}
