package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of the {@link CancellationFuzzTest} around the synchronisation primitives. However
 * they are disturbed, no permit and no wake-up may get lost: the others come to their end, and all
 * permits are back when everybody has ended.
 */
final class FuzzSyncPrograms {
    private FuzzSyncPrograms() {}

    private static void checkThat(boolean holds, FuzzProbe probe, Object primitive) {
        probe.check(holds, "left " + primitive);
    }

    /** Runs the works side by side, and then the check, if they have ended. */
    private static void together(Runnable check, List<VoidBlock<?>> works) {
        together(check, works, () -> {});
    }

    /**
     * {@link #together(Runnable, List)} with work of the main task, which the others wait for: it
     * cannot be cancelled before it begins.
     */
    private static void together(
            Runnable check, List<VoidBlock<?>> works, VoidBlock<? extends Exception> mainWork) {
        var tasks = new ArrayList<Task<?>>();
        try {
            taskGroup(
                    group -> {
                        for (VoidBlock<?> work : works) {
                            tasks.add(group.createTask(work));
                        }
                        mainWork.run();
                    });
        } finally {
            if (tasks.stream().allMatch(Future::isDone)) { // else the loop closes
                check.run();
            }
        }
    }

    private static List<VoidBlock<?>> times(int count, VoidBlock<?> work) {
        return new ArrayList<>(java.util.Collections.nCopies(count, work));
    }

    /** Work that only so many may do at once. */
    private static final class Room {
        private final FuzzProbe probe;
        private final int most;
        private int inside;

        Room(FuzzProbe probe, int most) {
            this.probe = probe;
            this.most = most;
        }

        void use(Duration time) {
            inside++;
            probe.check(inside <= most, inside + " at once");
            try {
                probe.hold(time);
            } finally {
                inside--;
            }
        }
    }

    // ---- locks

    static void lockTakenInTurns(FuzzProbe probe) {
        var lock = new Lock();
        var room = new Room(probe, 1);
        together(
                () -> checkThat(lock.toString().equals("<Lock unlocked>"), probe, lock),
                times(
                        4,
                        () -> {
                            for (int i = 0; i < 2; i++) {
                                lock.hold(() -> room.use(Duration.ZERO));
                            }
                        }));
    }

    static void lockGivenUpAfterSomeTime(FuzzProbe probe) {
        var lock = new Lock();
        var room = new Room(probe, 1);
        var works = times(2, () -> lock.hold(() -> room.use(millis(2))));
        works.addAll(
                times(3, () -> moveOnAfter(millis(3), () -> lock.hold(() -> room.use(millis(1))))));
        together(() -> checkThat(lock.toString().equals("<Lock unlocked>"), probe, lock), works);
    }

    // ---- semaphores

    static void semaphoreShared(FuzzProbe probe) {
        var semaphore = new Semaphore(2);
        var room = new Room(probe, 2);
        together(
                () ->
                        checkThat(
                                semaphore.toString().equals("<Semaphore unlocked value=2>"),
                                probe,
                                semaphore),
                times(
                        5,
                        () -> {
                            semaphore.hold(() -> room.use(Duration.ZERO));
                            semaphore.hold(() -> room.use(millis(1)));
                        }));
    }

    static void semaphoreReleasedAllAtOnce(FuzzProbe probe) {
        var semaphore = new Semaphore(0);
        int[] permits = {0};
        var works =
                times(
                        3,
                        () -> {
                            semaphore.acquire();
                            permits[0]--;
                        });
        together(
                () -> checkThat(semaphore.statistics().value() == permits[0], probe, semaphore),
                works,
                () -> {
                    try {
                        sleep(millis(1));
                    } finally {
                        for (int i = 0; i < 4; i++) {
                            semaphore.release();
                            permits[0]++;
                        }
                    }
                    semaphore.acquire(); // stands behind those that have not run yet
                    permits[0]--;
                });
    }

    static void boundedSemaphoreWithTimeouts(FuzzProbe probe) {
        var semaphore = new BoundedSemaphore(1);
        together(
                () -> checkThat(semaphore.statistics().value() == 1, probe, semaphore),
                times(
                        4,
                        () -> {
                            try {
                                timeout(millis(2), () -> semaphore.hold(() -> sleep(millis(1))));
                            } catch (TimeoutException e) {
                                semaphore.hold(() -> probe.hold(millis(1)));
                            }
                        }));
    }

    // ---- events

    static void eventSetForAll(FuzzProbe probe) {
        var event = new Event();
        var works = times(3, () -> waitAndHold(event, probe));
        works.add(() -> moveOnAfter(millis(1), event::await));
        together(
                () -> checkThat(event.statistics().tasksWaiting() == 0, probe, event),
                works,
                () -> {
                    try {
                        sleep(millis(2));
                    } finally {
                        event.set();
                    }
                });
    }

    private static void waitAndHold(Event event, FuzzProbe probe) {
        try (var _ = probe.open()) {
            event.await();
            sleep(Duration.ZERO);
        }
    }

    // ---- conditions

    /** Each who takes one says so, and the last word wakes everybody. */
    static void conditionOfStock(FuzzProbe probe) {
        var changed = new Condition();
        int[] stock = {0};
        boolean[] over = {false};
        var works =
                times(
                        3,
                        () ->
                                changed.hold(
                                        () -> {
                                            changed.awaitFor(() -> stock[0] > 0 || over[0]);
                                            stock[0] -= stock[0] > 0 ? 1 : 0;
                                        }));
        together(
                () -> checkThat(!changed.isLocked(), probe, changed),
                works,
                () -> {
                    try {
                        for (int i = 0; i < 3; i++) {
                            sleep(Duration.ZERO);
                            changed.hold(
                                    () -> {
                                        stock[0]++;
                                        changed.notifyOne();
                                    });
                        }
                    } finally {
                        shield(
                                () ->
                                        changed.hold(
                                                () -> {
                                                    over[0] = true;
                                                    changed.notifyAllWaiters();
                                                }));
                    }
                });
    }

    /** A notification for one goes to another if that one cannot take it. */
    static void conditionNotifiedOnce(FuzzProbe probe) {
        var changed = new Condition();
        boolean[] happened = {false};
        var works =
                times(
                        3,
                        () ->
                                changed.hold(
                                        () -> {
                                            changed.awaitFor(() -> happened[0]);
                                            changed.notifyOne();
                                        }));
        together(
                () -> checkThat(!changed.isLocked(), probe, changed),
                works,
                () -> {
                    try {
                        sleep(millis(1));
                    } finally {
                        happened[0] = true;
                        shield(
                                () ->
                                        changed.hold(
                                                () -> {
                                                    changed.notifyOne();
                                                    sleep(Duration.ZERO); // it waits for the lock
                                                }));
                    }
                });
    }

    /** However a wait ends, the lock is held. */
    static void conditionWhoseLockIsTaken(FuzzProbe probe) {
        var changed = new Condition();
        var works =
                times(
                        2,
                        () -> {
                            changed.acquire();
                            try {
                                moveOnAfter(millis(3), changed::await);
                            } finally {
                                changed.release(); // an error if it is not held
                            }
                        });
        works.add(
                () -> {
                    sleep(millis(1));
                    changed.hold(
                            () -> {
                                changed.notifyAllWaiters();
                                probe.holdSlow(millis(5));
                            });
                });
        together(() -> checkThat(!changed.isLocked(), probe, changed), works);
    }

    // ---- queues

    /** Every item that was put was taken once, or is still there. */
    private static final class Ledger {
        private int put;
        private int taken;

        void produce(Queue<Integer> queue, int count) {
            for (int i = 0; i < count; i++) {
                queue.put(i);
                put++;
            }
        }

        void consume(Queue<Integer> queue) {
            for (int _ : queue.items()) {
                taken++;
                sleep(Duration.ZERO);
            }
        }

        void check(Queue<Integer> queue, FuzzProbe probe) {
            Queue.Statistics statistics = queue.statistics();
            probe.check(put == taken + queue.size(), put + " put, " + taken + " taken, " + queue);
            probe.check(statistics.tasksGetting() + statistics.tasksPutting() == 0, "" + queue);
        }
    }

    /** Producers wait for room and consumers for items. */
    private static void exchange(FuzzProbe probe, Queue<Integer> queue) {
        var ledger = new Ledger();
        together(
                () -> ledger.check(queue, probe),
                times(3, () -> ledger.consume(queue)),
                () -> {
                    var producers = new ArrayList<Task<?>>();
                    try {
                        for (int i = 0; i < 2; i++) {
                            producers.add(createTask(() -> ledger.produce(queue, 3)));
                        }
                        waitAll(producers);
                    } finally {
                        queue.shutdown();
                        shield(() -> gatherOutcomes(producers));
                    }
                });
    }

    static void queueOfOne(FuzzProbe probe) {
        exchange(probe, new Queue<>(1));
    }

    static void queueOfAny(FuzzProbe probe) {
        exchange(probe, new Queue<>());
    }

    static void lifoQueueOfTwo(FuzzProbe probe) {
        exchange(probe, new LifoQueue<>(2));
    }

    static void priorityQueueOfOne(FuzzProbe probe) {
        exchange(probe, new PriorityQueue<>(1));
    }

    static void queueWithTimeLimits(FuzzProbe probe) {
        var queue = new Queue<Integer>(1);
        var ledger = new Ledger();
        var works =
                times(
                        2,
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                moveOnAfter(
                                        millis(2),
                                        () -> {
                                            queue.get();
                                            ledger.taken++;
                                        });
                            }
                        });
        works.addAll(
                times(
                        2,
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                sleep(millis(1));
                                moveOnAfter(millis(1), () -> ledger.produce(queue, 1));
                            }
                        }));
        together(() -> ledger.check(queue, probe), works);
    }

    static void queueJoined(FuzzProbe probe) {
        var queue = new Queue<Integer>();
        for (int i = 0; i < 4; i++) {
            queue.putNowait(i);
        }
        together(
                () -> {},
                times(
                        2,
                        () -> {
                            for (int _ : queue.items()) {
                                try {
                                    probe.hold(millis(1));
                                } finally {
                                    queue.taskDone();
                                }
                            }
                        }),
                () -> {
                    try {
                        moveOnAfter(millis(100), queue::join); // both may have been cancelled
                    } finally {
                        queue.shutdown(true);
                    }
                });
    }

    // ---- barriers

    /** Whoever is missing, nobody waits for ever: who gives up sends the others away. */
    static void barrierOfThree(FuzzProbe probe) {
        var barrier = new Barrier(3);
        var numbers = new ArrayList<Integer>();
        together(
                () -> {
                    checkThat(barrier.statistics().tasksWaiting() == 0, probe, barrier);
                    probe.checkIfUndisturbed(numbers.size() == 6, "only " + numbers);
                },
                times(
                        3,
                        () -> {
                            try (var _ = probe.open()) {
                                for (int i = 0; i < 2; i++) {
                                    sleep(Duration.ZERO);
                                    numbers.add(barrier.await());
                                }
                            } catch (BrokenBarrierException e) {
                                sleep(Duration.ZERO);
                            }
                        }),
                () -> {
                    try {
                        sleep(millis(1));
                    } finally {
                        barrier.abort(); // one may have been cancelled before it began
                    }
                });
    }

    static void barrierThatIsReset(FuzzProbe probe) {
        var barrier = new Barrier(2);
        together(
                () -> checkThat(barrier.waiting() == 0, probe, barrier),
                times(
                        3,
                        () -> {
                            try (var _ = probe.open()) {
                                barrier.await();
                                barrier.await();
                            } catch (BrokenBarrierException e) {
                                sleep(Duration.ZERO);
                            }
                        }),
                () -> {
                    try {
                        sleep(millis(1));
                        barrier.reset();
                        sleep(millis(1));
                    } finally {
                        barrier.abort();
                    }
                });
    }

    // ---- limiters

    static void limiterShared(FuzzProbe probe) {
        var limiter = new CapacityLimiter(2);
        var room = new Room(probe, 2);
        together(
                () ->
                        checkThat(
                                limiter.toString().equals("<CapacityLimiter borrowed=0/2>"),
                                probe,
                                limiter),
                times(
                        4,
                        () -> {
                            limiter.hold(() -> room.use(Duration.ZERO));
                            moveOnAfter(millis(1), () -> limiter.hold(() -> room.use(millis(1))));
                        }));
    }

    static void limiterThatGrowsAndShrinks(FuzzProbe probe) {
        var limiter = new CapacityLimiter(0);
        together(
                () -> checkThat(limiter.borrowedTokens() == 0, probe, limiter),
                times(3, () -> limiter.hold(() -> probe.hold(millis(1)))),
                () -> {
                    try {
                        limiter.setTotalTokens(3);
                        sleep(Duration.ZERO);
                        limiter.setTotalTokens(1);
                        sleep(Duration.ZERO);
                    } finally {
                        limiter.setTotalTokens(2);
                    }
                });
    }

    // ---- channels

    /** Each sender sends some numbers and closes its end, which ends the receivers' loops. */
    private static void exchange(FuzzProbe probe, Channel<Integer> channel) {
        int[] balance = {0};
        var works = new ArrayList<VoidBlock<?>>();
        var ends = new ArrayList<AutoCloseable>();
        for (int i = 0; i < 2; i++) {
            var sender = channel.sender().copy();
            var receiver = channel.receiver().copy();
            ends.add(sender);
            ends.add(receiver);
            works.add(
                    () -> {
                        try (sender) {
                            for (int n = 0; n < 3; n++) {
                                sender.send(n);
                                balance[0]++;
                            }
                        } catch (BrokenChannelException | ChannelClosedException e) {
                            sleep(Duration.ZERO);
                        }
                    });
            works.add(
                    () -> {
                        try (receiver) {
                            for (int _ : receiver) {
                                balance[0]--;
                                sleep(Duration.ZERO);
                            }
                        } catch (ChannelClosedException e) {
                            sleep(Duration.ZERO);
                        }
                    });
        }
        together(
                () -> {
                    Channel.Statistics now = channel.statistics();
                    int waiting = now.tasksSending() + now.tasksReceiving();
                    probe.check(waiting == 0, "left " + now);
                    probe.checkIfUndisturbed(balance[0] == 0, "lost " + balance[0]);
                },
                works,
                () -> {
                    channel.sender().close();
                    channel.receiver().close();
                    try {
                        sleep(millis(1)); // when all wait or have ended
                    } finally {
                        for (AutoCloseable end : ends) {
                            end.close(); // of one that was cancelled before it began
                        }
                    }
                });
    }

    static void channelWithoutRoom(FuzzProbe probe) {
        exchange(probe, Channel.open(0));
    }

    static void channelOfOne(FuzzProbe probe) {
        exchange(probe, Channel.open(1));
    }

    static void channelUnbounded(FuzzProbe probe) {
        exchange(probe, Channel.unbounded());
    }

    /** What is sent is received once, or still there, whichever case was chosen. */
    static void selecting(FuzzProbe probe) {
        Channel<Integer> first = Channel.open(0);
        Channel<Integer> second = Channel.open(1);
        int[] sent = {0};
        int[] received = {0};
        var works =
                times(
                        2,
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                select(
                                        first.sender().onSend(i, () -> sent[0]++),
                                        second.sender().onSend(i, () -> sent[0]++),
                                        Select.after(millis(2), () -> 0));
                            }
                        });
        works.addAll(
                times(
                        2,
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                select(
                                        first.receiver().onReceive(_ -> received[0]++),
                                        second.receiver().onReceive(_ -> received[0]++),
                                        Select.after(millis(1), () -> 0));
                            }
                        }));
        together(
                () -> {
                    int there = second.statistics().buffered();
                    String figures = sent[0] + " sent, " + received[0] + " received, " + there;
                    probe.check(sent[0] == received[0] + there, figures);
                },
                works);
    }

    static void selectingAmongTasks(FuzzProbe probe) {
        var tasks =
                List.of(
                        createTask(() -> probe.hold(millis(2))),
                        createTask(() -> probe.holdSlow(millis(1))));
        try {
            select(
                    Select.onDone(tasks.get(0), Future::isDone),
                    Select.onDone(tasks.get(1), Future::isDone),
                    Select.after(millis(5), () -> true));
        } finally {
            tasks.forEach(Task::cancel);
            shield(() -> gatherOutcomes(tasks));
        }
    }

    // ---- between loops

    static void threadsafeQueueOfOne(FuzzProbe probe) {
        var queue = new ThreadsafeQueue<Integer>(1);
        int[] balance = {0};
        var works =
                times(
                        2,
                        () -> {
                            for (int _ : queue.items()) {
                                balance[0]--;
                                sleep(Duration.ZERO);
                            }
                        });
        var producers = new ArrayList<Task<?>>();
        together(
                () -> probe.check(balance[0] == queue.size(), balance[0] + " too many, " + queue),
                works,
                () -> {
                    try {
                        for (int i = 0; i < 2; i++) {
                            producers.add(
                                    createTask(
                                            () -> {
                                                for (int n = 0; n < 3; n++) {
                                                    queue.put(n);
                                                    balance[0]++;
                                                }
                                            }));
                        }
                        waitAll(producers);
                    } finally {
                        queue.shutdown();
                        shield(() -> gatherOutcomes(producers));
                    }
                });
    }

    static void threadsafeEventSetForAll(FuzzProbe probe) {
        var event = new ThreadsafeEvent();
        var works =
                times(
                        3,
                        () -> {
                            try (var _ = probe.open()) {
                                event.await();
                                sleep(Duration.ZERO);
                            }
                        });
        together(
                () -> probe.check(event.isSet(), "" + event),
                works,
                () -> {
                    try {
                        sleep(millis(2));
                    } finally {
                        event.set();
                    }
                });
    }
}
