package org.asyncio4j;

import java.util.Objects;
import java.util.function.Consumer;

/** The end of a future, as a case of a {@code select}. */
final class FutureEnd implements Source {
    private final Future<?> future;

    FutureEnd(Future<?> future) {
        this.future = Objects.requireNonNull(future, "future");
    }

    @Override
    public boolean isReady(Loop loop, long start) {
        if (future.loop != loop) {
            throw new IllegalStateException("select got " + future + " of another loop");
        }
        return future.isDone();
    }

    @Override
    public Object take() {
        return future;
    }

    @Override
    public Entry enter(Waiter<Entry> choice, long start) {
        return new CallbackEntry(choice);
    }

    @Override
    public String toString() {
        return future.label();
    }

    private final class CallbackEntry extends Entry {
        private final Consumer<Future<?>> onDone = any -> serve();

        CallbackEntry(Waiter<Entry> choice) {
            super(choice);
            future.addInternalCallback(onDone);
        }

        @Override
        Object value() {
            return future;
        }

        @Override
        void leave() {
            future.removeInternalCallback(onDone);
        }
    }
}
