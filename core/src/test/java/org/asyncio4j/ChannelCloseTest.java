package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.List;

/** How a {@link Channel} ends, from either side. */
class ChannelCloseTest {
    private final Channel<Integer> channel = Channel.open(1);
    private final Sender<Integer> sender = channel.sender();
    private final Receiver<Integer> receiver = channel.receiver();

    private static void assertFailedWith(Class<? extends Throwable> type, Future<?> future) {
        assertInstanceOf(type, future.exception());
    }

    // ---- senders go

    @AsyncTest
    void lastSender_closed_letsReceiversDrainAndThenSeeTheEnd() {
        sender.send(1);
        sender.close();
        assertEquals(1, receiver.receive());
        assertThrows(EndOfChannelException.class, receiver::receive);
        assertThrows(EndOfChannelException.class, receiver::receiveNowait);
        assertEquals(0, receiver.drainTo(new ArrayList<>()));
        assertEquals(new Channel.Statistics(0, 1, 0, 1, 0, 0), channel.statistics());
    }

    @AsyncTest
    void lastSender_closed_wakesAllReceiversInTheNextTurn() {
        var receives = List.of(createTask(receiver::receive), createTask(receiver::receive));
        turns(1);
        sender.close();
        turns(1);
        receives.forEach(receive -> assertFailedWith(EndOfChannelException.class, receive));
        assertEquals(0, channel.statistics().tasksReceiving());
    }

    @AsyncTest
    void oneSenderOfTwo_closed_endsNothing() {
        var other = sender.copy();
        var receive = createTask(receiver::receive);
        sender.close();
        turns(2);
        assertFalse(receive.isDone());
        other.send(1);
        assertEquals(1, receive.await());
        other.close();
        assertThrows(EndOfChannelException.class, receiver::receive);
    }

    @AsyncTest
    void sender_closed_refusesEverything() {
        var other = sender.copy();
        sender.close();
        sender.close();
        assertThrows(ChannelClosedException.class, () -> sender.send(1));
        assertThrows(ChannelClosedException.class, () -> sender.sendNowait(1));
        assertThrows(ChannelClosedException.class, sender::copy);
        assertThrows(
                ChannelClosedException.class,
                () -> select(sender.onSend(1, () -> 1), Select.otherwise(() -> 2)));
        assertEquals(1, channel.statistics().openSenders());
        assertTrue(sender.toString().startsWith("<Sender closed of <Channel "));
        other.send(1);
    }

    @AsyncTest
    void sender_closedWhileItsTaskWaits_endsTheWaitAndSendsNothing() {
        var other = sender.copy();
        sender.send(1);
        var mine = createTask(() -> sender.send(2));
        var others = createTask(() -> other.send(3));
        turns(1);
        sender.close();
        turns(1);
        assertFailedWith(ChannelClosedException.class, mine);
        assertFalse(others.isDone());
        assertEquals(1, receiver.receive());
        assertEquals(3, receiver.receive());
        others.await();
    }

    @AsyncTest
    void sender_closedRightAfterItsItemWasTaken_hasSent() {
        sender.send(1);
        var send = createTask(() -> sender.send(2));
        turns(1);
        assertEquals(1, receiver.receive());
        sender.close();
        turns(1);
        assertEquals(null, send.exception());
        assertEquals(2, receiver.receive());
        assertThrows(EndOfChannelException.class, receiver::receive);
    }

    @AsyncTest
    void iteration_endsPlainlyWithTheChannel() {
        var got = new ArrayList<Integer>();
        var task = createTask(() -> receiver.forEach(got::add));
        turns(1);
        sender.send(1);
        sender.send(2);
        sender.close();
        task.await();
        assertEquals(List.of(1, 2), got);
    }

    // ---- receivers go

    @AsyncTest
    void lastReceiver_closed_tellsSendersAndDropsWhatIsThere() {
        sender.send(1);
        receiver.close();
        assertEquals(0, channel.statistics().buffered());
        assertThrows(BrokenChannelException.class, () -> sender.send(1));
        assertThrows(BrokenChannelException.class, () -> sender.sendNowait(1));
    }

    @AsyncTest
    void lastReceiver_closed_wakesAllSendersInTheNextTurn() {
        sender.send(1);
        var sends = List.of(createTask(() -> sender.send(2)), createTask(() -> sender.send(3)));
        turns(1);
        receiver.close();
        turns(1);
        sends.forEach(send -> assertFailedWith(BrokenChannelException.class, send));
        assertEquals(new Channel.Statistics(0, 1, 1, 0, 0, 0), channel.statistics());
    }

    @AsyncTest
    void oneReceiverOfTwo_closed_keepsWhatIsThere() {
        var other = receiver.copy();
        sender.send(1);
        var send = createTask(() -> sender.send(2));
        turns(1);
        receiver.close();
        turns(1);
        assertFalse(send.isDone());
        assertEquals(1, other.receive());
        assertEquals(2, other.receive());
        send.await();
    }

    @AsyncTest
    void receiver_closed_refusesEverything() {
        var other = receiver.copy();
        receiver.close();
        receiver.close();
        assertThrows(ChannelClosedException.class, receiver::receive);
        assertThrows(ChannelClosedException.class, receiver::receiveNowait);
        assertThrows(ChannelClosedException.class, () -> receiver.drainTo(new ArrayList<>()));
        assertThrows(ChannelClosedException.class, () -> receiver.iterator().hasNext());
        assertThrows(ChannelClosedException.class, receiver::copy);
        assertThrows(
                ChannelClosedException.class,
                () -> select(receiver.onReceive(i -> i), Select.otherwise(() -> 2)));
        assertEquals(1, channel.statistics().openReceivers());
        assertTrue(receiver.toString().startsWith("<Receiver closed of <Channel "));
        other.close();
    }

    @AsyncTest
    void receiver_closedWhileItsTaskWaits_endsTheWait() {
        var other = receiver.copy();
        var mine = createTask(receiver::receive);
        var others = createTask(other::receive);
        turns(1);
        receiver.close();
        sender.send(1);
        turns(1);
        assertFailedWith(ChannelClosedException.class, mine);
        assertEquals(1, others.result());
    }

    @AsyncTest
    void receiver_closedRightAfterTheHandOver_hasReceived() {
        var receive = createTask(receiver::receive);
        turns(1);
        sender.send(1);
        receiver.close();
        turns(1);
        assertEquals(1, receive.result());
    }

    @AsyncTest
    void iteration_overAnEndThatIsClosedMeanwhile_fails() {
        var task = createTask(() -> receiver.forEach(item -> {}));
        turns(1);
        receiver.close();
        assertThrows(ChannelClosedException.class, task::await);
    }

    // ---- both

    @AsyncTest
    void ends_inTryWithResources_closeThemselves() {
        var got = new ArrayList<Integer>();
        taskGroup(
                g -> {
                    g.createTask(
                            () -> {
                                try (sender) {
                                    sender.send(1);
                                    sender.send(2);
                                }
                            });
                    try (receiver) {
                        for (int item : receiver) {
                            got.add(item);
                        }
                    }
                });
        assertEquals(List.of(1, 2), got);
        assertEquals(new Channel.Statistics(0, 1, 0, 0, 0, 0), channel.statistics());
    }

    @AsyncTest
    void receiver_thatFails_endsItsSenders() {
        var outcome =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(
                                                    () -> {
                                                        try (receiver) {
                                                            receiver.receive();
                                                            throw new IllegalStateException("x");
                                                        }
                                                    });
                                            g.createTask(
                                                    () -> {
                                                        while (true) {
                                                            sender.send(1);
                                                        }
                                                    });
                                        }));
        assertEquals("x", outcome.exceptions().getFirst().getMessage());
    }

    @AsyncTest
    void close_ofTheOtherSideFirst_isNoError() {
        receiver.close();
        sender.close();
        assertEquals(new Channel.Statistics(0, 1, 0, 0, 0, 0), channel.statistics());
    }

    @AsyncTest
    void end_andCancelInTheSameTurn_giveTheEndFirst() {
        var task =
                createTask(
                        () -> {
                            try {
                                receiver.receive();
                            } catch (EndOfChannelException e) {
                                sleep(seconds(1));
                            }
                        });
        turns(1);
        sender.close();
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }
}
