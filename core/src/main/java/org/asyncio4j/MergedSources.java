package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

/**
 * The body of {@link Generator#merge} and {@link Generator#buffer}: a task for each source reads
 * it, up to so many values ahead, and the body yields what has arrived. Confined to the loop.
 */
final class MergedSources<Y extends @Nullable Object> implements GeneratorCore.Work {
    private final Site site;
    private final List<Generator<? extends Y>> sources;
    private final int limit;
    private final List<Reader> readers = new ArrayList<>();

    /** What was not dealt with yet, in the order it came. */
    private final Queue<Arrival> arrivals = new ArrayDeque<>();

    /** The body waits for an arrival. */
    private @Nullable Future<@Nullable Void> waiter;

    /** A value, or the end of its reader. */
    private record Arrival(Reader reader, boolean isEnd, @Nullable Object value) {}

    /**
     * @param site who has asked for it
     * @param limit how many values of a source may wait to be yielded
     */
    MergedSources(Site site, Collection<? extends Generator<? extends Y>> sources, int limit) {
        this.site = site;
        this.sources = List.copyOf(sources);
        this.limit = limit;
    }

    private static final class Reader {
        private final Generator<?> source;
        private @Nullable Task<Void> task;
        private int waiting;
        private @Nullable Future<@Nullable Void> room;

        Reader(Generator<?> source) {
            this.source = source;
        }

        Task<Void> task() {
            return Objects.requireNonNull(task);
        }

        void taken() {
            waiting--;
            if (room != null) {
                room.finish(null);
                room = null;
            }
        }
    }

    @Override
    public @Nullable Object run(GeneratorCore core) throws Throwable {
        Throwable failure = null;
        try {
            start(Loop.running());
            yieldAll(core);
        } catch (Throwable e) {
            failure = e;
        }
        failure = stop(failure);
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    @Override
    public void neverBegun() {
        Throwable failure = closeSources(null);
        if (failure != null) {
            throw Works.sneaky(failure);
        }
    }

    private void start(Loop loop) {
        for (Generator<?> source : sources) {
            var reader = new Reader(source);
            VoidBlock<?> work = () -> read(reader);
            reader.task = loop.taskMaker.newTask(work, site, TaskOptions.DEFAULT, null);
            reader.task().addInternalCallback(_ -> arrived(new Arrival(reader, true, null)));
            readers.add(reader);
        }
    }

    // ---- in a reader's task

    private void read(Reader reader) {
        for (Object value : reader.source) {
            reader.waiting++;
            arrived(new Arrival(reader, false, value));
            if (reader.waiting == limit) {
                reader.room = Future.pending();
                reader.room.await();
            }
        }
    }

    private void arrived(Arrival arrival) {
        arrivals.add(arrival);
        if (waiter != null) {
            waiter.finish(null);
        }
    }

    // ---- in the body

    private void yieldAll(GeneratorCore core) {
        for (int left = readers.size(); left > 0; ) {
            Arrival arrival = take();
            if (arrival.isEnd()) {
                arrival.reader().task().result(); // throws what it has failed with
                left--;
            } else {
                arrival.reader().taken();
                core.give(arrival.value());
            }
        }
    }

    private Arrival take() {
        while (arrivals.isEmpty()) {
            waiter = Future.pending();
            try {
                waiter.await();
            } finally {
                waiter = null;
            }
        }
        return arrivals.remove();
    }

    /** Ends the readers, then the sources, and returns what is to be thrown. */
    private @Nullable Throwable stop(@Nullable Throwable failure) {
        Throwable all = failure;
        try {
            cancelAndWait(readers.stream().map(Reader::task).toList());
        } catch (Throwable e) {
            all = joined(failure, e);
        }
        return closeSources(all);
    }

    private @Nullable Throwable closeSources(@Nullable Throwable failure) {
        Throwable all = failure;
        for (Generator<?> source : sources) {
            try {
                source.close();
            } catch (Throwable e) {
                all = joined(all, e);
            }
        }
        return all;
    }

    private static Throwable joined(@Nullable Throwable first, Throwable second) {
        if (first == null || first instanceof GeneratorExit) {
            return second;
        }
        if (first != second) {
            first.addSuppressed(second);
        }
        return first;
    }

    /** Cancels what is not done and, where something can wait, waits for it come what may. */
    static void cancelAndWait(Collection<? extends Future<?>> futures) {
        List<? extends Future<?>> left =
                futures.stream().filter(future -> !future.isDone()).toList();
        left.forEach(future -> future.cancelWith(Cancellation.by("the end of a generator", null)));
        if (Task.currentOrNull() != null) {
            Waiting.untilDone(left);
        }
    }

    @Override
    public String toString() {
        return "merge of " + sources;
    }
}
