package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes the values of a generator to one subscriber: a task of the loop advances the generator
 * when there is demand, and signals. All but {@link Subscription#run} is for any thread.
 */
final class GeneratorPublisher<Y extends @Nullable Object> implements Flow.Publisher<Y> {
    private final Loop loop = Loop.running();
    private final Site site = Site.ofCaller();
    private final Generator<Y> generator;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    GeneratorPublisher(Generator<Y> generator) {
        this.generator = generator;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Y> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            refuse(subscriber, "a generator can be subscribed to once: " + generator);
        } else if (loop.isClosed()) {
            refuse(subscriber, "the event loop is closed");
        } else {
            var subscription = new Subscription(subscriber);
            loop.post(subscription::start);
        }
    }

    private static void refuse(Flow.Subscriber<?> subscriber, String why) {
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {}

                    @Override
                    public void cancel() {}
                });
        subscriber.onError(new IllegalStateException(why));
    }

    private final class Subscription implements Flow.Subscription {
        private final Flow.Subscriber<? super Y> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean cancelled;
        private volatile @Nullable Throwable violation;

        /** The three are confined to the loop. */
        private @Nullable Task<Void> task;

        private @Nullable Future<@Nullable Void> waiter;
        private boolean advancing;

        Subscription(Flow.Subscriber<? super Y> subscriber) {
            this.subscriber = subscriber;
        }

        // ---- on any thread

        @Override
        public void request(long count) {
            if (count <= 0) {
                violation =
                        new IllegalArgumentException(
                                "a subscriber must request a positive number, not " + count);
            } else {
                demand.updateAndGet(
                        before ->
                                before > Long.MAX_VALUE - count ? Long.MAX_VALUE : before + count);
            }
            loop.post(this::changed);
        }

        @Override
        public void cancel() {
            cancelled = true;
            loop.post(this::changed);
        }

        // ---- on the loop

        void start() {
            VoidBlock<?> work = this::run;
            task = loop.taskMaker.newTask(work, site, TaskOptions.DEFAULT, null);
        }

        private void changed() {
            if (waiter != null) {
                waiter.finish(null);
            } else if (cancelled && advancing && task != null) {
                task.cancelWith(Cancellation.by("a subscriber", "the subscription is cancelled"));
            }
        }

        private void run() {
            try (generator) {
                subscriber.onSubscribe(this);
                signalAll();
            }
        }

        private void signalAll() {
            while (awaitNext()) {
                Y value = generator.next();
                demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                subscriber.onNext(value);
            }
        }

        /** Waits for demand and a value, or signals the end. What the subscriber throws ends us. */
        private boolean awaitNext() {
            Throwable error = null;
            boolean hasNext = false;
            try {
                awaitDemand();
                hasNext = !cancelled && violation == null && advance();
            } catch (Throwable e) {
                error = e;
            }
            if (cancelled) {
                return false;
            }
            if (error == null) {
                error = violation;
            }
            if (error != null) {
                end();
                subscriber.onError(error);
            } else if (!hasNext) {
                end();
                subscriber.onComplete();
            }
            return hasNext && error == null;
        }

        private void end() {
            cancelled = true;
        }

        private boolean advance() {
            advancing = true;
            try {
                if (!generator.hasNext()) {
                    return false;
                }
                if (generator.isNullNext()) {
                    throw new NullPointerException("a subscriber cannot be given null");
                }
                return true;
            } finally {
                advancing = false;
            }
        }

        private void awaitDemand() {
            while (!cancelled && violation == null && demand.get() == 0) {
                awaitChange();
            }
        }

        private void awaitChange() {
            var change = new Future<@Nullable Void>(loop);
            waiter = change;
            loop.scheduler.promiseMade(); // the subscriber may be on any thread
            try {
                change.await();
            } finally {
                waiter = null;
                loop.scheduler.promiseEnded();
            }
        }
    }
}
