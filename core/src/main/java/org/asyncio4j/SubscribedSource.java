package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of a generator over a publisher: subscribes when the first value is asked for, and asks
 * for one value at a time. The publisher may signal from any thread.
 */
final class SubscribedSource<Y> implements GeneratorCore.Work {
    private final Flow.Publisher<? extends Y> publisher;

    SubscribedSource(Flow.Publisher<? extends Y> publisher) {
        this.publisher = publisher;
    }

    @Override
    public @Nullable Object run(GeneratorCore core) throws Throwable {
        var subscriber = new Subscriber<Y>();
        try {
            publisher.subscribe(subscriber);
            subscriber.takeSubscription();
            while (true) {
                subscriber.request();
                Object signal = subscriber.take();
                if (signal instanceof End(Throwable error)) {
                    if (error != null) {
                        throw error;
                    }
                    return null;
                }
                core.give(signal);
            }
        } finally {
            subscriber.cancel();
        }
    }

    private record End(@Nullable Throwable error) {}

    private static final class Subscriber<Y> implements Flow.Subscriber<Y> {
        /** The subscription first, then values, then an {@link End}. */
        private final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();

        /** Wakes the body that waits for a signal on a loop. */
        private final AtomicReference<@Nullable Runnable> waker = new AtomicReference<>();

        private final AtomicReference<Flow.@Nullable Subscription> subscription =
                new AtomicReference<>();

        /** Stands for a subscription once it is cancelled. */
        private static final Flow.Subscription CANCELLED =
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {}

                    @Override
                    public void cancel() {}
                };

        // ---- on any thread

        @Override
        public void onSubscribe(Flow.Subscription given) {
            Objects.requireNonNull(given, "subscription");
            if (subscription.compareAndSet(null, given)) {
                signal(given);
            } else {
                given.cancel(); // a second one, or one that comes too late
            }
        }

        @Override
        public void onNext(Y item) {
            signal(Objects.requireNonNull(item, "item"));
        }

        @Override
        public void onError(Throwable error) {
            signal(new End(Objects.requireNonNull(error, "error")));
        }

        @Override
        public void onComplete() {
            signal(new End(null));
        }

        private void signal(Object signal) {
            signals.add(signal);
            Runnable wake = waker.getAndSet(null);
            if (wake != null) {
                wake.run();
            }
        }

        // ---- in the body

        void takeSubscription() throws InterruptedException {
            Object first = take();
            if (!(first instanceof Flow.Subscription)) {
                throw new IllegalStateException("the publisher has signalled before onSubscribe");
            }
        }

        void request() {
            Objects.requireNonNull(subscription.get()).request(1);
        }

        void cancel() {
            Flow.Subscription current = subscription.getAndSet(CANCELLED);
            if (current != null) {
                current.cancel();
            }
        }

        Object take() throws InterruptedException {
            Loop loop = Loop.runningOrNull();
            return loop == null ? signals.take() : takeOn(loop);
        }

        private Object takeOn(Loop loop) {
            for (Object signal = signals.poll(); ; signal = signals.poll()) {
                if (signal != null) {
                    return signal;
                }
                var arrival = new Future<@Nullable Void>(loop);
                loop.scheduler.promiseMade(); // the publisher may be on any thread
                try {
                    waker.set(() -> loop.post(() -> arrival.finish(null)));
                    if (signals.isEmpty()) { // or it came before it could wake us
                        arrival.await();
                    }
                } finally {
                    waker.set(null);
                    loop.scheduler.promiseEnded();
                }
            }
        }
    }
}
