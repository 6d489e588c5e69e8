package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.GeneratorContract.drain;
import static org.asyncio4j.GeneratorContract.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Generators and {@link Flow}, both ways. */
class GeneratorFlowTest {
    private final Checkpoints log = new Checkpoints();

    /** Notes its signals; requests what it is told to. */
    private static class Recorder<T> implements Flow.Subscriber<T> {
        final ConcurrentLinkedQueue<Object> signals = new ConcurrentLinkedQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            signals.add("subscribed");
        }

        @Override
        public void onNext(T item) {
            signals.add(item);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
            ended.countDown();
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            ended.countDown();
        }

        void assertGot(Object... expected) {
            assertEquals(List.of(expected), List.copyOf(signals));
            signals.clear();
        }
    }

    private Generator<Integer> logged(int end) {
        return generator(
                y -> {
                    try {
                        for (int i = 0; i < end; i++) {
                            log.add("make " + i);
                            y.yield(i);
                            sleep(millis(1));
                        }
                    } finally {
                        log.add("closed");
                    }
                });
    }

    private static void settle() {
        sleep(seconds(1));
    }

    // ---- a generator as a publisher

    @AsyncTest
    void publisher_demand_isObeyed() {
        var recorder = new Recorder<Integer>();
        logged(3).publisher().subscribe(recorder);
        settle();
        recorder.assertGot("subscribed");
        log.assertAre();
        recorder.subscription.request(2);
        settle();
        recorder.assertGot(0, 1);
        log.assertAre("make 0", "make 1");
        recorder.subscription.request(1);
        settle();
        recorder.assertGot(2);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(Long.MAX_VALUE);
        settle();
        recorder.assertGot("complete");
        log.assertAre("make 2", "closed");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void publisher_requestInsideOfSignals_isSerial() {
        var recorder =
                new Recorder<Integer>() {
                    private int depth;

                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        super.onSubscribe(given);
                        given.request(1);
                    }

                    @Override
                    public void onNext(Integer item) {
                        assertEquals(1, ++depth);
                        super.onNext(item);
                        subscription.request(1);
                        depth--;
                    }
                };
        range(5).publisher().subscribe(recorder);
        settle();
        recorder.assertGot("subscribed", 0, 1, 2, 3, 4, "complete");
    }

    @AsyncTest
    void publisher_cancelled_closesTheGenerator() {
        var recorder = new Recorder<Integer>();
        logged(9).publisher().subscribe(recorder);
        settle();
        recorder.subscription.request(1);
        settle();
        recorder.subscription.cancel();
        recorder.subscription.cancel();
        recorder.subscription.request(5);
        recorder.subscription.request(-5);
        settle();
        recorder.assertGot("subscribed", 0);
        log.assertAre("make 0", "closed");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void publisher_cancelledWhileTheBodySuspends_cancelsIt() {
        Generator<Integer> stuck = generator(y -> log.waitForEver("body"));
        var recorder = new Recorder<Integer>();
        stuck.publisher().subscribe(recorder);
        settle();
        recorder.subscription.request(1);
        settle();
        recorder.subscription.cancel();
        settle();
        recorder.assertGot("subscribed");
        log.assertAre("body ends");
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void publisher_requestOfNothing_isAnError() {
        var recorder = new Recorder<Integer>();
        logged(9).publisher().subscribe(recorder);
        settle();
        recorder.subscription.request(1);
        settle();
        recorder.assertGot("subscribed", 0);
        recorder.subscription.request(0);
        settle();
        assertInstanceOf(IllegalArgumentException.class, recorder.signals.poll());
        recorder.assertGot();
        log.assertAre("make 0", "closed");
    }

    @AsyncTest
    void publisher_bodyFails_isTheError() {
        var error = new IOException("checked");
        Generator<Integer> failing =
                generator(
                        y -> {
                            y.yield(1);
                            throw error;
                        });
        var recorder = new Recorder<Integer>();
        failing.publisher().subscribe(recorder);
        settle();
        recorder.subscription.request(9);
        settle();
        recorder.assertGot("subscribed", 1, error);
    }

    @AsyncTest
    void publisher_nullValue_isAnError() {
        Generator<String> generator = generator(y -> y.yield(null));
        var recorder = new Recorder<String>();
        generator.publisher().subscribe(recorder);
        settle();
        recorder.subscription.request(9);
        settle();
        assertEquals("subscribed", recorder.signals.poll());
        assertInstanceOf(NullPointerException.class, recorder.signals.poll());
        recorder.assertGot();
    }

    @AsyncTest
    void publisher_secondSubscriber_isRefused() {
        Flow.Publisher<Integer> publisher = range(1).publisher();
        var first = new Recorder<Integer>();
        var second = new Recorder<Integer>();
        publisher.subscribe(first);
        publisher.subscribe(second);
        assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
        assertEquals("subscribed", second.signals.poll());
        assertInstanceOf(IllegalStateException.class, second.signals.poll());
        settle();
        first.subscription.request(9);
        settle();
        first.assertGot("subscribed", 0, "complete");
    }

    @AsyncTest
    void publisher_subscriberOnAnotherThread_getsAll() throws Exception {
        var sum = new AtomicInteger();
        var recorder =
                new Recorder<Integer>() {
                    @Override
                    public void onNext(Integer item) {
                        sum.addAndGet(item);
                        Thread.ofVirtual().start(() -> subscription.request(1));
                    }
                };
        Flow.Publisher<Integer> publisher = range(100).publisher();
        Thread.ofPlatform().start(() -> publisher.subscribe(recorder)).join();
        settle();
        toThread(
                () -> {
                    recorder.subscription.request(1);
                    recorder.ended.await();
                });
        assertEquals(4950, sum.get());
        recorder.assertGot("subscribed", "complete");
    }

    @Test
    void publisher_runEndsFirst_subscriberIsTold() throws Exception {
        var recorder = new Recorder<Integer>();
        run(
                () -> {
                    logged(9).publisher().subscribe(recorder);
                    sleep(millis(1));
                });
        recorder.ended.await();
        assertEquals("subscribed", recorder.signals.poll());
        assertInstanceOf(CancelledError.class, recorder.signals.poll());
        log.assertAre();
        assertThrows(IllegalStateException.class, () -> range(1).publisher());
    }

    @Test
    void publisher_loopIsClosed_subscriberIsTold() {
        Flow.Publisher<Integer> publisher = run(() -> range(1).publisher());
        var recorder = new Recorder<Integer>();
        publisher.subscribe(recorder);
        assertEquals("subscribed", recorder.signals.poll());
        assertInstanceOf(IllegalStateException.class, recorder.signals.poll());
    }

    // ---- a publisher as a generator

    /** Publishes numbers as they are requested, at once. */
    private static final class Numbers implements Flow.Publisher<Integer> {
        final AtomicInteger requested = new AtomicInteger();
        final AtomicInteger cancels = new AtomicInteger();
        private final int end;

        Numbers(int end) {
            this.end = end;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        private int next;

                        @Override
                        public void request(long count) {
                            requested.addAndGet((int) count);
                            for (int i = 0; i < count && next < end; i++) {
                                subscriber.onNext(next++);
                            }
                            if (next == end) {
                                next++;
                                subscriber.onComplete();
                            }
                        }

                        @Override
                        public void cancel() {
                            cancels.incrementAndGet();
                        }
                    });
        }
    }

    @AsyncTest
    void from_publisher_requestsOneAtATime() {
        var numbers = new Numbers(5);
        try (var generator = Generator.from(numbers)) {
            assertEquals(0, numbers.requested.get());
            assertEquals(0, generator.next());
            assertEquals(1, generator.next());
            assertEquals(2, numbers.requested.get());
            assertEquals(0, numbers.cancels.get());
        }
        assertEquals(1, numbers.cancels.get());
    }

    @Test
    void from_publisher_worksOutsideOfALoop() {
        assertEquals(List.of(0, 1, 2), drain(Generator.from(new Numbers(3))));
        var publisher = new SubmissionPublisher<Integer>();
        var generator = Generator.from(publisher);
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (publisher.getNumberOfSubscribers() == 0) {
                                Thread.onSpinWait();
                            }
                            publisher.submit(7);
                            publisher.close();
                        });
        assertEquals(List.of(7), drain(generator));
    }

    @AsyncTest
    void from_publisherOnOtherThreads_givesAllInOrder() {
        var publisher = new SubmissionPublisher<Integer>();
        var generator = Generator.from(publisher);
        var task = createTask(() -> drain(generator));
        while (publisher.getNumberOfSubscribers() == 0) {
            sleep(millis(1));
        }
        toThread(
                () -> {
                    for (int i = 0; i < 1_000; i++) {
                        publisher.submit(i);
                    }
                    publisher.close();
                });
        assertEquals(IntStream.range(0, 1_000).boxed().toList(), task.await());
    }

    @AsyncTest
    void from_publisherFails_throwsThat() {
        var bang = new Bang();
        Flow.Publisher<String> failing =
                subscriber -> {
                    subscriber.onSubscribe(
                            new Flow.Subscription() {
                                @Override
                                public void request(long count) {
                                    subscriber.onError(bang);
                                }

                                @Override
                                public void cancel() {}
                            });
                };
        assertSame(bang, assertThrows(Bang.class, () -> Generator.from(failing).next()));
    }

    @AsyncTest
    void from_publisherThatNeverSignals_canBeCancelled() {
        try (var publisher = new SubmissionPublisher<Integer>()) {
            var generator = Generator.from(publisher);
            var task = createTask(() -> generator.next());
            sleep(millis(0));
            task.cancel();
            assertThrows(CancelledError.class, task::await);
            assertFalse(generator.hasNext());
        }
    }

    @AsyncTest
    void roundTrip_throughAPublisher_keepsTheValues() {
        List<Integer> values = drain(Generator.from(range(50).publisher()).map(i -> i + 1));
        assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), values);
        settle();
        assertTrue(allTasks().size() == 1, allTasks().toString());
    }
}
