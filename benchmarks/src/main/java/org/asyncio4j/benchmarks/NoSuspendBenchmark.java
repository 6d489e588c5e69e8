package org.asyncio4j.benchmarks;

import org.asyncio4j.Future;
import org.asyncio4j.Lock;
import org.asyncio4j.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Setup;

/**
 * What calls cost that could suspend but need not, next to a plain call. They may cost 20 ns more
 * and must not allocate.
 */
public class NoSuspendBenchmark extends LoopBenchmark {
    private final Queue<Integer> queue = new Queue<>();
    private final Lock lock = new Lock();
    private Future<Integer> done;

    @Setup
    public void finishFuture() {
        done = Future.pending();
        done.setResult(1);
    }

    @Benchmark
    public long plainCall() {
        return plain();
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private Integer plain() {
        return 1;
    }

    @Benchmark
    public long awaitDoneFuture() {
        return done.await();
    }

    /** With the put, or there would be nothing to get. */
    @Benchmark
    public long getFromQueue() {
        queue.put(1);
        return queue.get();
    }

    /** With the release, or it would not be free. */
    @Benchmark
    public long takeFreeLock() {
        lock.acquire();
        lock.release();
        return 1;
    }
}
