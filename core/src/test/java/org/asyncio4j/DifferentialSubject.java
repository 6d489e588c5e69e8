package org.asyncio4j;

import org.asyncio4j.DifferentialRun.Actor;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** One primitive, and what scripts can do with it. */
abstract sealed class DifferentialSubject {
    private final Set<String> suspending;

    DifferentialSubject(String... suspending) {
        this.suspending = Set.of(suspending);
    }

    static DifferentialSubject of(String kind, List<Integer> arguments) {
        return switch (kind) {
            case "lock" -> new OfLock();
            case "event" -> new OfEvent();
            case "condition" -> new OfCondition();
            case "semaphore" -> new OfSemaphore(new Semaphore(arguments.getFirst()));
            case "bounded" -> new OfSemaphore(new BoundedSemaphore(arguments.getFirst()));
            case "barrier" -> new OfBarrier(arguments.getFirst());
            case "queue" -> new OfQueue(new Queue<>(arguments.getFirst()));
            case "lifo" -> new OfQueue(new LifoQueue<>(arguments.getFirst()));
            case "priority" -> new OfQueue(new PriorityQueue<>(arguments.getFirst()));
            default -> throw new IllegalArgumentException("no such kind: " + kind);
        };
    }

    final boolean suspends(String verb) {
        return suspending.contains(verb);
    }

    /** Returns the result; null if it has none. */
    abstract @Nullable Object perform(Actor actor, String verb, int argument);

    /** What can be told of the primitive from outside. */
    abstract String state();

    /** Gives back what the actor holds. */
    void tidyUp(Actor actor) {}

    static final class OfLock extends Locking {
        private final Lock lock = new Lock();

        @Override
        Holdable primitive() {
            return lock;
        }

        @Override
        String state() {
            return lock.isLocked() + " " + lock.statistics().tasksWaiting();
        }
    }

    static final class OfSemaphore extends Locking {
        private final Semaphore semaphore;

        OfSemaphore(Semaphore semaphore) {
            this.semaphore = semaphore;
        }

        @Override
        Holdable primitive() {
            return semaphore;
        }

        @Override
        String state() {
            Semaphore.Statistics statistics = semaphore.statistics();
            return semaphore.isLocked()
                    + " "
                    + statistics.tasksWaiting()
                    + " "
                    + statistics.value();
        }
    }

    static final class OfCondition extends Locking {
        private final Condition condition = new Condition();
        private int count;

        OfCondition() {
            super("acquire", "wait", "waitfor");
        }

        boolean isLocked() {
            return condition.isLocked();
        }

        @Override
        Holdable primitive() {
            return condition;
        }

        @Override
        @Nullable Object perform(Actor actor, String verb, int argument) {
            switch (verb) {
                case "wait" -> condition.await();
                case "waitfor" ->
                        condition.awaitFor(
                                () -> {
                                    actor.log("asks " + count);
                                    return count >= argument;
                                });
                case "add" -> count++;
                case "notify" -> condition.notifyWaiters(argument);
                case "notifyall" -> condition.notifyAllWaiters();
                default -> {
                    return super.perform(actor, verb, argument);
                }
            }
            return null;
        }

        @Override
        String state() {
            return condition.isLocked() + " " + condition.statistics().tasksWaiting();
        }
    }

    /** What can be acquired and released. */
    abstract static sealed class Locking extends DifferentialSubject {
        Locking() {
            this("acquire");
        }

        Locking(String... suspending) {
            super(suspending);
        }

        abstract Holdable primitive();

        @Override
        @Nullable Object perform(Actor actor, String verb, int argument) {
            switch (verb) {
                case "acquire" -> {
                    primitive().acquire();
                    actor.held++;
                }
                case "release" -> {
                    if (actor.held == 0) {
                        return DifferentialRun.NOT_DONE;
                    }
                    release(actor);
                }
                case "forcerelease" -> release(actor);
                default -> throw new IllegalArgumentException(verb);
            }
            return null;
        }

        private void release(Actor actor) {
            actor.held = Math.max(actor.held - 1, 0);
            primitive().release();
        }

        @Override
        void tidyUp(Actor actor) {
            while (actor.held > 0) {
                actor.perform("forcerelease");
            }
        }
    }

    static final class OfEvent extends DifferentialSubject {
        private final Event event = new Event();

        OfEvent() {
            super("wait");
        }

        @Override
        @Nullable Object perform(Actor actor, String verb, int argument) {
            switch (verb) {
                case "wait" -> event.await();
                case "set" -> event.set();
                case "clear" -> event.clear();
                default -> throw new IllegalArgumentException(verb);
            }
            return null;
        }

        @Override
        String state() {
            return event.isSet() + " " + event.statistics().tasksWaiting();
        }
    }

    static final class OfBarrier extends DifferentialSubject {
        private final Barrier barrier;
        private boolean isCancelled;

        OfBarrier(int parties) {
            super("wait", "reset", "abort");
            this.barrier = new Barrier(parties);
        }

        @Override
        @Nullable Object perform(Actor actor, String verb, int argument) {
            switch (verb) {
                case "wait" -> {
                    return await();
                }
                case "reset" -> barrier.reset();
                case "abort" -> barrier.abort();
                default -> throw new IllegalArgumentException(verb);
            }
            return null;
        }

        /** After a cancel CPython may give a number twice, and we do not: then it is not told. */
        private @Nullable Object await() {
            try {
                int number = barrier.await();
                return isCancelled ? null : number;
            } catch (CancelledError e) {
                isCancelled = true;
                throw e;
            }
        }

        @Override
        String state() {
            return barrier.waiting() + " " + barrier.isBroken();
        }
    }

    static final class OfQueue extends DifferentialSubject {
        private final Queue<Integer> queue;

        OfQueue(Queue<Integer> queue) {
            super("put", "get", "join");
            this.queue = queue;
        }

        @Override
        @Nullable Object perform(Actor actor, String verb, int argument) {
            switch (verb) {
                case "put" -> queue.put(argument);
                case "putnow" -> queue.putNowait(argument);
                case "get" -> {
                    return queue.get();
                }
                case "getnow" -> {
                    return queue.getNowait();
                }
                case "join" -> queue.join();
                case "taskdone" -> queue.taskDone();
                case "shutdown" -> queue.shutdown();
                case "shutdownnow" -> queue.shutdown(true);
                default -> throw new IllegalArgumentException(verb);
            }
            return null;
        }

        @Override
        String state() {
            Queue.Statistics statistics = queue.statistics();
            return "%d %s %s %d %d %d"
                    .formatted(
                            queue.size(),
                            queue.isEmpty(),
                            queue.isFull(),
                            statistics.unfinishedTasks(),
                            statistics.tasksGetting(),
                            statistics.tasksPutting());
        }
    }
}
