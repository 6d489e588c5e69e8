package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Two channels under random sends, receives, selects and cancels: what was sent is received, once,
 * and by each receiver in the order of its sender; nobody waits for what is there.
 */
class ChannelModelTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 60;

    private record Item(int channel, int sender, int number) {}

    /** One run: a program that one seed makes up. */
    private static final class Program {
        private final Random random;
        private final List<Channel<Item>> channels;
        private final Set<Item> sent = new HashSet<>();
        private final Set<Item> received = new HashSet<>();
        private final List<Task<?>> workers = new ArrayList<>();

        Program(int seed) {
            random = new Random(seed);
            channels = List.of(Channel.open(random.nextInt(3)), Channel.open(random.nextInt(3)));
        }

        void run() {
            for (int s = 0; s < 3; s++) {
                var worker = new SendingWorker(s);
                workers.add(createTask(worker::run));
            }
            for (int r = 0; r < 3; r++) {
                var worker = new ReceivingWorker();
                workers.add(createTask(worker::run));
            }
            channels.forEach(channel -> channel.sender().close());
            channels.forEach(channel -> channel.receiver().close());
            while (!workers.getFirst().isDone()
                    || !workers.get(1).isDone()
                    || !workers.get(2).isDone()) {
                sleep(millis(random.nextInt(2)));
                int victim = random.nextInt(workers.size() * 2);
                if (victim < workers.size()) {
                    workers.get(victim).cancel();
                }
            }
            gather(workers);
            assertEquals(sent, received);
            for (Channel<Item> channel : channels) {
                int capacity = channel.statistics().capacity();
                assertEquals(new Channel.Statistics(0, capacity, 0, 0, 0, 0), channel.statistics());
            }
        }

        /** Nobody waits to receive what somebody waits to send. */
        private void checkNobodyWaitsInVain(Channel<Item> channel) {
            var s = channel.statistics();
            assertFalse(s.tasksReceiving() > 0 && s.buffered() > 0, s::toString);
            assertFalse(s.tasksSending() > 0 && s.buffered() < s.capacity(), s::toString);
        }

        private abstract class Worker {
            abstract void act();

            /** Goes on after each cancel. */
            final void attempt() {
                try {
                    act();
                } catch (CancelledError e) {
                    while (currentTask().uncancel() > 0) {}
                }
                channels.forEach(Program.this::checkNobodyWaitsInVain);
            }

            final void rest() {
                try {
                    turns(random.nextInt(3));
                    if (random.nextInt(4) == 0) {
                        sleep(millis(random.nextInt(3)));
                    }
                } catch (CancelledError e) {
                    while (currentTask().uncancel() > 0) {}
                }
            }
        }

        private final class SendingWorker extends Worker {
            private final int name;
            private final List<Sender<Item>> ends = new ArrayList<>();
            private int number;

            SendingWorker(int name) {
                this.name = name;
                channels.forEach(channel -> ends.add(channel.sender().copy()));
            }

            void run() {
                for (int i = 0; i < STEPS; i++) {
                    attempt();
                    rest();
                }
                ends.forEach(Sender::close);
            }

            private Item item(int channel) {
                return new Item(channel, name, number++);
            }

            @Override
            void act() {
                int c = random.nextInt(2);
                Item item = item(c);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        ends.get(c).send(item);
                        sent.add(item);
                    }
                    case 1 -> {
                        try {
                            ends.get(c).sendNowait(item);
                            sent.add(item);
                        } catch (WouldBlockException e) {
                            // not sent
                        }
                    }
                    case 2 -> {
                        Item other = item(1 - c);
                        select(
                                ends.get(c).onSend(item, () -> sent.add(item)),
                                ends.get(1 - c).onSend(other, () -> sent.add(other)));
                    }
                    default ->
                            select(
                                    ends.get(c).onSend(item, () -> sent.add(item)),
                                    Select.after(millis(random.nextInt(3)), () -> false));
                }
            }
        }

        private final class ReceivingWorker extends Worker {
            private final List<Receiver<Item>> ends = new ArrayList<>();
            private final Map<List<Integer>, Integer> last = new HashMap<>();
            private final Set<Integer> ended = new HashSet<>();

            ReceivingWorker() {
                channels.forEach(channel -> ends.add(channel.receiver().copy()));
            }

            void run() {
                while (ended.size() < 2) {
                    attempt();
                    rest();
                }
                ends.forEach(Receiver::close);
            }

            private boolean got(Item item) {
                assertTrue(received.add(item), () -> item + " twice");
                int before =
                        last.merge(
                                List.of(item.channel, item.sender),
                                item.number,
                                (old, now) -> {
                                    assertTrue(old < now, () -> item + " after " + old);
                                    return now;
                                });
                return before == item.number;
            }

            @Override
            void act() {
                int c = random.nextInt(2);
                try {
                    switch (random.nextInt(5)) {
                        case 0 -> got(ends.get(c).receive());
                        case 1 -> {
                            try {
                                got(ends.get(c).receiveNowait());
                            } catch (WouldBlockException e) {
                                // nothing there
                            }
                        }
                        case 2 -> {
                            var items = new ArrayList<Item>();
                            ends.get(c).drainTo(items, 2);
                            items.forEach(this::got);
                        }
                        case 3 ->
                                moveOnAfter(
                                        millis(random.nextInt(3)),
                                        () -> {
                                            got(ends.get(c).receive());
                                        });
                        default ->
                                select(
                                        ends.get(0).onReceive(this::got, () -> ended.add(0)),
                                        ends.get(1).onReceive(this::got, () -> ended.add(1)),
                                        Select.after(millis(random.nextInt(3)), () -> false));
                    }
                } catch (EndOfChannelException e) {
                    ended.add(c);
                }
            }
        }
    }

    @AsyncTest
    void channels_randomCallsAndCancels_passAllItemsOnceAndInOrder() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Program(seed).run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Both sides of one channel in one select, in many tasks: each send meets one receive. */
    @AsyncTest
    void selects_ofBothSides_meetInPairs() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Channel<Integer> channel = Channel.open(0);
            var sent = new ArrayList<Integer>();
            var received = new ArrayList<Integer>();
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 40; i++) {
                int item = i;
                tasks.add(
                        createTask(
                                () -> {
                                    select(
                                            channel.receiver().onReceive(received::add),
                                            channel.sender().onSend(item, () -> sent.add(item)));
                                }));
                if (random.nextInt(3) == 0) {
                    turns(1);
                }
                if (random.nextInt(4) == 0) {
                    tasks.get(random.nextInt(tasks.size())).cancel();
                }
            }
            turns(3);
            tasks.forEach(Task::cancel);
            gatherOutcomes(tasks);
            sent.sort(null);
            received.sort(null);
            assertEquals(sent, received, "seed " + seed);
            assertEquals(new Channel.Statistics(0, 0, 1, 1, 0, 0), channel.statistics());
        }
    }
}
