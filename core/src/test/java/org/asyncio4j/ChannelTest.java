package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/** {@link Channel}: handing over, order and cancels. Its end is in {@link ChannelCloseTest}. */
class ChannelTest {
    private final List<String> log = new ArrayList<>();

    private static <T> Task<Void> sending(Channel<T> channel, T item) {
        Task<Void> task = createTask(() -> channel.sender().send(item));
        turns(1);
        return task;
    }

    private static <T> Task<T> receiving(Channel<T> channel) {
        Task<T> task = createTask(() -> channel.receiver().receive());
        turns(1);
        return task;
    }

    // ---- capacity

    @AsyncTest
    void open_withoutACapacity_isBounded() {
        Channel<Integer> channel = Channel.open();
        for (int i = 0; i < Channel.DEFAULT_CAPACITY; i++) {
            channel.sender().send(i);
        }
        assertThrows(WouldBlockException.class, () -> channel.sender().sendNowait(0));
        var s = new Channel.Statistics(16, 16, 1, 1, 0, 0);
        assertEquals(s, channel.statistics());
        assertEquals(s, channel.sender().statistics());
        assertEquals(s, channel.receiver().statistics());
    }

    @AsyncTest
    void open_negativeCapacity_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Channel.open(-1));
    }

    @AsyncTest
    void unbounded_takesEverything() {
        Channel<Integer> channel = Channel.unbounded();
        for (int i = 0; i < 10_000; i++) {
            channel.sender().sendNowait(i);
        }
        assertEquals(10_000, channel.statistics().buffered());
        assertEquals(Integer.MAX_VALUE, channel.statistics().capacity());
    }

    @AsyncTest
    void send_withRoomAndReceive_withItems_doNotSuspend() {
        Channel<Integer> channel = Channel.open(1);
        getRunningLoop().callSoon(() -> log.add("others ran"));
        channel.sender().send(1);
        assertEquals(1, channel.receiver().receive());
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void send_toFullChannel_waitsForRoom() {
        Channel<Integer> channel = Channel.open(1);
        channel.sender().send(1);
        var second = sending(channel, 2);
        var third = sending(channel, 3);
        turns(3);
        assertFalse(second.isDone());
        assertEquals(new Channel.Statistics(1, 1, 1, 1, 2, 0), channel.statistics());
        assertEquals(1, channel.receiver().receive());
        turns(1);
        assertTrue(second.isDone());
        assertFalse(third.isDone());
        assertEquals(2, channel.receiver().receive());
        assertEquals(3, channel.receiver().receive());
        third.await();
    }

    @AsyncTest
    void rendezvous_sendWaitsUntilItIsReceived() {
        Channel<Integer> channel = Channel.open(0);
        assertThrows(WouldBlockException.class, () -> channel.sender().sendNowait(1));
        var send = sending(channel, 1);
        turns(3);
        assertFalse(send.isDone());
        assertEquals(1, channel.receiver().receive());
        turns(1);
        assertTrue(send.isDone());
        assertThrows(WouldBlockException.class, () -> channel.receiver().receiveNowait());
    }

    @AsyncTest
    void rendezvous_receiveWaitsUntilItIsSent() {
        Channel<Integer> channel = Channel.open(0);
        var receive = receiving(channel);
        assertEquals(new Channel.Statistics(0, 0, 1, 1, 0, 1), channel.statistics());
        channel.sender().sendNowait(1);
        assertThrows(WouldBlockException.class, () -> channel.sender().sendNowait(2));
        turns(1);
        assertEquals(1, receive.result());
    }

    @AsyncTest
    void receiveNowait_takesFromWaitingSenders() {
        Channel<Integer> channel = Channel.open(0);
        sending(channel, 1);
        sending(channel, 2);
        assertEquals(1, channel.receiver().receiveNowait());
        assertEquals(2, channel.receiver().receiveNowait());
        assertThrows(WouldBlockException.class, () -> channel.receiver().receiveNowait());
        turns(1);
    }

    @AsyncTest
    void null_isRefused() {
        Channel<String> channel = Channel.open(0);
        assertThrows(NullPointerException.class, () -> channel.sender().send(null));
        assertThrows(NullPointerException.class, () -> channel.sender().sendNowait(null));
        assertThrows(NullPointerException.class, () -> channel.sender().onSend(null, () -> "sent"));
    }

    // ---- order

    @AsyncTest
    void items_arriveInTheOrderTheyWereSent() {
        for (int capacity : new int[] {0, 1, 3, 1_000}) {
            Channel<Integer> channel = Channel.open(capacity);
            var got = new ArrayList<Integer>();
            var expected = new ArrayList<Integer>();
            taskGroup(
                    g -> {
                        g.createTask(
                                () -> {
                                    try (var sender = channel.sender()) {
                                        for (int i = 0; i < 100; i++) {
                                            expected.add(i);
                                            sender.send(i);
                                        }
                                    }
                                });
                        channel.receiver().forEach(got::add);
                    });
            assertEquals(expected, got);
        }
    }

    @AsyncTest
    void receivers_areServedInTheOrderOfArrivalAndNotOvertaken() {
        Channel<Integer> channel = Channel.open(4);
        var a = receiving(channel);
        var b = receiving(channel);
        channel.sender().send(1);
        channel.sender().send(2);
        channel.sender().send(3);
        assertEquals(3, channel.receiver().receiveNowait()); // the others are handed over
        turns(1);
        assertEquals(1, a.result());
        assertEquals(2, b.result());
    }

    @AsyncTest
    void senders_areServedInTheOrderOfArrivalAndNotOvertaken() {
        Channel<Integer> channel = Channel.open(1);
        channel.sender().send(0);
        sending(channel, 1);
        sending(channel, 2);
        assertEquals(0, channel.receiver().receiveNowait());
        assertThrows(WouldBlockException.class, () -> channel.sender().sendNowait(9));
        var rest = new ArrayList<Integer>();
        assertEquals(2, channel.receiver().drainTo(rest));
        assertEquals(List.of(1, 2), rest);
        turns(1);
    }

    @AsyncTest
    void handOver_wakesInTheNextTurn() {
        Channel<Integer> channel = Channel.open(0);
        var receive = receiving(channel);
        var send = sending(channel, 1); // has found the receiver
        assertTrue(send.isDone());
        turns(1);
        assertTrue(receive.isDone());
    }

    @AsyncTest
    void sendersAndReceivers_many_passEveryItemOnce() {
        for (int capacity : new int[] {0, 1, 5}) {
            Channel<String> channel = Channel.open(capacity);
            var got = new HashSet<String>();
            taskGroup(
                    g -> {
                        for (int s = 0; s < 4; s++) {
                            String name = "s" + s + "-";
                            var mine = channel.sender().copy();
                            g.createTask(
                                    () -> {
                                        try (mine) {
                                            for (int i = 0; i < 50; i++) {
                                                mine.send(name + i);
                                            }
                                        }
                                    });
                        }
                        channel.sender().close();
                        for (int r = 0; r < 3; r++) {
                            g.createTask(
                                    () -> {
                                        for (String item : channel.receiver()) {
                                            assertTrue(got.add(item), item);
                                        }
                                    });
                        }
                    });
            assertEquals(200, got.size());
        }
    }

    // ---- bulk and iteration

    @AsyncTest
    void drainTo_takesWhatIsThereAndWhatWaits() {
        Channel<Integer> channel = Channel.open(2);
        channel.sender().send(1);
        channel.sender().send(2);
        sending(channel, 3);
        sending(channel, 4);
        var got = new ArrayList<Integer>();
        assertEquals(1, channel.receiver().drainTo(got, 1));
        assertEquals(0, channel.receiver().drainTo(got, 0));
        assertEquals(3, channel.receiver().drainTo(got));
        assertEquals(0, channel.receiver().drainTo(got));
        assertEquals(List.of(1, 2, 3, 4), got);
        turns(1);
        assertEquals(0, channel.statistics().tasksSending());
    }

    @AsyncTest
    void drainTo_collectionThatRefuses_leavesTheItem() {
        for (int capacity : new int[] {0, 3}) {
            Channel<Integer> channel = Channel.open(capacity);
            List<Task<Void>> sends =
                    List.of(sending(channel, 1), sending(channel, 2), sending(channel, 3));
            var small = new ArrayBlockingQueue<Integer>(2);
            assertThrows(IllegalStateException.class, () -> channel.receiver().drainTo(small));
            assertEquals(2, small.size());
            assertEquals(3, channel.receiver().receive());
            waitAll(sends);
        }
    }

    @AsyncTest
    void drainTo_collectionThatLetsOthersIn_givesEachItemOnce() {
        for (int capacity : new int[] {0, 3}) {
            Channel<Integer> channel = Channel.open(capacity);
            List<Task<Void>> sends =
                    List.of(sending(channel, 1), sending(channel, 2), sending(channel, 3));
            turns(1);
            var drained = new SlowCollection<Integer>();
            var drain = createTask(() -> channel.receiver().drainTo(drained));
            turns(1);
            assertEquals(2, channel.receiver().receive());
            drain.await();
            assertEquals(List.of(1, 3), drained);
            waitAll(sends);
        }
    }

    @AsyncTest
    void drainTo_collectionThatLetsOthersInAndRefuses_givesTheItemToWhoCame() {
        for (int capacity : new int[] {0, 3}) {
            Channel<Integer> channel = Channel.open(capacity);
            sending(channel, 1);
            turns(1);
            var drained = new SlowCollection<Integer>();
            var drain = createTask(() -> channel.receiver().drainTo(drained));
            turns(1);
            var receiver = createTask(() -> channel.receiver().receive());
            turns(1);
            drain.cancel();
            assertEquals(1, receiver.await());
            assertEquals(0, drained.size());
        }
    }

    @AsyncTest
    void iterator_askedTwice_losesNothing() {
        Channel<Integer> channel = Channel.open(2);
        channel.sender().send(1);
        channel.sender().send(2);
        var items = channel.receiver().iterator();
        assertTrue(items.hasNext());
        assertTrue(items.hasNext());
        assertEquals(1, items.next());
        assertEquals(2, items.next());
        channel.sender().close();
        assertFalse(items.hasNext());
        assertThrows(NoSuchElementException.class, items::next);
    }

    // ---- where it may be used

    @AsyncTest
    void waiting_inACallback_isRefused() {
        Channel<Integer> channel = Channel.open(0);
        Future<Throwable> seen = Future.pending();
        getRunningLoop()
                .callSoon(
                        () ->
                                seen.setResult(
                                        assertThrows(
                                                IllegalStateException.class,
                                                channel.receiver()::receive)));
        assertTrue(seen.await().getMessage().contains("cannot suspend here"));
    }

    @AsyncTest
    void waiting_onAnotherLoop_isRefused() throws Exception {
        Channel<Integer> channel = Channel.open(0);
        var receive = receiving(channel);
        String text =
                toThread(
                        () ->
                                run(
                                        () ->
                                                assertThrows(
                                                                Throwable.class,
                                                                channel.receiver()::receive)
                                                        .toString()));
        assertTrue(text.contains("bound to another event loop") || text.contains("off its loop"));
        receive.cancel();
    }

    @AsyncTest
    void ends_areTheSameEachTimeAndShowTheirChannel() {
        Channel<Integer> channel = Channel.open(2);
        assertSame(channel.sender(), channel.sender());
        assertSame(channel.receiver(), channel.receiver());
        channel.sender().send(1);
        String text = "<Channel capacity=2 buffered=1 senders=1 receivers=1>";
        assertEquals(text, channel.toString());
        assertEquals("<Sender of " + text + ">", channel.sender().toString());
        assertEquals("<Receiver of " + text + ">", channel.receiver().toString());
        assertEquals("<Channel buffered=0 senders=1 receivers=1>", Channel.unbounded().toString());
        channel.receiver().receive();
        var task = receiving(channel);
        assertTrue(task.toString().contains("wait_for=<Channel "), task.toString());
        task.cancel();
    }

    // ---- cancels

    @AsyncTest
    void receive_cancelledWhileItWaits_takesNothing() {
        Channel<Integer> channel = Channel.open(0);
        var a = receiving(channel);
        var b = receiving(channel);
        a.cancel();
        channel.sender().sendNowait(1);
        turns(1);
        assertTrue(a.isCancelled());
        assertEquals(1, b.result());
        assertEquals(0, channel.statistics().tasksReceiving());
    }

    @AsyncTest
    void receive_cancelledAfterTheHandOver_keepsTheItem() {
        Channel<Integer> channel = Channel.open(0);
        var a = receiving(channel);
        channel.sender().sendNowait(1);
        a.cancel();
        turns(1);
        assertEquals(1, a.result());
    }

    @AsyncTest
    void receive_cancelledAfterTheHandOver_raisesAtTheNextSuspension() {
        Channel<Integer> channel = Channel.open(0);
        var got = new ArrayList<Integer>();
        var task = createTask(() -> channel.receiver().forEach(got::add));
        turns(1);
        channel.sender().sendNowait(1);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(1), got);
        assertEquals(0, channel.statistics().tasksReceiving());
    }

    @AsyncTest
    void send_cancelledWhileItWaits_sendsNothing() {
        Channel<Integer> channel = Channel.open(0);
        var a = sending(channel, 1);
        var b = sending(channel, 2);
        a.cancel();
        assertEquals(2, channel.receiver().receive());
        turns(1);
        assertTrue(a.isCancelled());
        b.await();
        assertThrows(WouldBlockException.class, () -> channel.receiver().receiveNowait());
    }

    @AsyncTest
    void send_cancelledAfterTheItemWasTaken_returns() {
        Channel<Integer> channel = Channel.open(0);
        var send = sending(channel, 1);
        assertEquals(1, channel.receiver().receive());
        send.cancel();
        turns(1);
        assertFalse(send.isCancelled());
    }

    @AsyncTest
    void calls_inScopesAndTimeouts_thatEndFirst_leaveNoTrace() {
        Channel<Integer> channel = Channel.open(0);
        assertEquals(Optional.empty(), moveOnAfter(seconds(1), channel.receiver()::receive));
        assertFalse(moveOnAfter(seconds(1), () -> channel.sender().send(1)));
        assertThrows(
                TimeoutException.class, () -> timeout(seconds(1), channel.receiver()::receive));
        assertThrows(
                TimeoutException.class, () -> waitFor(() -> channel.sender().send(1), seconds(1)));
        assertEquals(new Channel.Statistics(0, 0, 1, 1, 0, 0), channel.statistics());
    }

    @AsyncTest
    void receive_handedOverInTheTurnInWhichTheTimeIsUp_keepsTheItem() {
        Channel<Integer> channel = Channel.open(0);
        getRunningLoop().callLater(seconds(1), () -> channel.sender().sendNowait(1));
        assertEquals(Optional.of(1), moveOnAfter(seconds(1), () -> channel.receiver().receive()));
    }

    @AsyncTest
    void calls_inACancelledScope_raiseEachTimeTheyWouldWait() {
        Channel<Integer> channel = Channel.open(1);
        boolean toTheEnd =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            channel.sender().send(1);
                            for (int i = 0; i < 3; i++) {
                                try {
                                    channel.sender().send(2);
                                } catch (CancelledError e) {
                                    log.add("raised");
                                }
                            }
                            log.add("got " + channel.receiver().receive());
                            channel.receiver().receive();
                        });
        assertFalse(toTheEnd);
        assertEquals(List.of("raised", "raised", "raised", "got 1"), log);
        assertEquals(new Channel.Statistics(0, 1, 1, 1, 0, 0), channel.statistics());
    }
}
