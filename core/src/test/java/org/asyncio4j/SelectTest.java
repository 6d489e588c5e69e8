package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** {@link Asyncio#select}: one case and no other, fairly, and nothing lost. */
class SelectTest {
    private final Channel<String> words = Channel.open(4);
    private final Channel<Integer> numbers = Channel.open(4);
    private final Channel<String> meeting = Channel.open(0);
    private final List<String> log = new ArrayList<>();

    private static final Channel.Statistics QUIET = new Channel.Statistics(0, 0, 1, 1, 0, 0);

    private Task<String> receivingAny() {
        var task =
                createTask(
                        () ->
                                select(
                                        words.receiver().onReceive(word -> "word " + word),
                                        numbers.receiver().onReceive(n -> "number " + n)));
        turns(1);
        return task;
    }

    // ---- what is ready

    @AsyncTest
    void select_oneCaseReady_takesItWithoutSuspending() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        numbers.sender().send(1);
        String got =
                select(
                        words.receiver().onReceive(word -> "word " + word),
                        numbers.receiver().onReceive(n -> "number " + n),
                        Select.after(seconds(1), () -> "late"));
        assertEquals("number 1", got);
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void select_roomToSend_sends() {
        String got =
                select(
                        words.receiver().onReceive(word -> "word " + word),
                        numbers.sender().onSend(7, () -> "sent"));
        assertEquals("sent", got);
        assertEquals(7, numbers.receiver().receiveNowait());
    }

    @AsyncTest
    void select_nothingReady_waitsForTheFirst() {
        var task = receivingAny();
        assertFalse(task.isDone());
        assertEquals(1, words.statistics().tasksReceiving());
        words.sender().send("a");
        numbers.sender().send(1);
        assertEquals("word a", task.await());
        assertEquals(1, numbers.statistics().buffered());
        assertEquals(0, words.statistics().tasksReceiving());
        assertEquals(0, numbers.statistics().tasksReceiving());
    }

    @AsyncTest
    void select_sending_waitsForAReceiver() {
        var task =
                createTask(
                        () ->
                                select(
                                        meeting.sender().onSend("a", () -> "sent"),
                                        numbers.receiver().onReceive(n -> "number " + n)));
        turns(1);
        assertEquals("a", meeting.receiver().receive());
        assertEquals("sent", task.await());
        assertEquals(0, numbers.statistics().tasksReceiving());
    }

    @AsyncTest
    void select_sendingButAnotherCaseComes_sendsNothing() {
        var task =
                createTask(
                        () ->
                                select(
                                        meeting.sender().onSend("a", () -> "sent"),
                                        numbers.receiver().onReceive(n -> "number " + n)));
        turns(1);
        numbers.sender().send(1);
        assertThrows(WouldBlockException.class, meeting.receiver()::receiveNowait);
        assertEquals("number 1", task.await());
        assertEquals(QUIET, meeting.statistics());
    }

    @AsyncTest
    void select_bothSidesOfOneChannel_doesNotMeetItself() {
        var tasks = new ArrayList<Task<String>>();
        for (String name : List.of("a", "b")) {
            tasks.add(
                    createTask(
                            () ->
                                    select(
                                            meeting.receiver().onReceive(s -> name + " got " + s),
                                            meeting.sender().onSend(name, () -> name + " sent"))));
            turns(2);
            assertFalse(tasks.getFirst().isDone() && tasks.size() == 1);
        }
        var outcomes = List.of(tasks.get(0).await(), tasks.get(1).await());
        assertTrue(
                outcomes.equals(List.of("a got b", "b sent"))
                        || outcomes.equals(List.of("a sent", "b got a")),
                outcomes.toString());
        assertEquals(QUIET, meeting.statistics());
    }

    @AsyncTest
    void select_theSameCaseTwice_takesOneItem() {
        var one = words.receiver().onReceive(word -> word);
        var task = createTask(() -> select(one, one));
        turns(1);
        assertEquals(2, words.statistics().tasksReceiving());
        words.sender().send("a");
        words.sender().send("b");
        assertEquals("a", task.await());
        assertEquals("b", select(one, one));
        assertEquals(0, words.statistics().tasksReceiving());
    }

    @AsyncTest
    void selects_waitingAtOneChannel_areServedInTheOrderOfArrivalWithReceivers() {
        var a = receivingAny();
        var b = createTask(words.receiver()::receive);
        turns(1);
        var c = receivingAny();
        for (String word : List.of("1", "2", "3")) {
            words.sender().send(word);
        }
        assertEquals("word 1", a.await());
        assertEquals("2", b.await());
        assertEquals("word 3", c.await());
    }

    @AsyncTest
    void select_inAnEagerTask_needsNoTurnIfACaseIsReady() {
        words.sender().send("a");
        var one = words.receiver().onReceive(word -> word);
        assertEquals("a", createTask(eager(), () -> select(one)).result());
        var task = createTask(eager(), () -> select(one));
        words.sender().send("b");
        assertEquals("b", task.await());
    }

    @AsyncTest
    void select_noCases_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> select(List.of()));
    }

    @AsyncTest
    void select_caseNotChosen_keepsNothingAlive() {
        Channel<Object> quiet = Channel.open(0);
        Future<Integer> endless = Future.pending();
        var offered = new ArrayList<WeakReference<Object>>();
        for (int i = 0; i < 10; i++) {
            var item = new Object();
            offered.add(new WeakReference<>(item));
            var task =
                    createTask(
                            () ->
                                    select(
                                            quiet.sender().onSend(item, () -> 0),
                                            Select.onDone(endless, f -> item.hashCode()),
                                            Select.after(seconds(3_600), () -> item.hashCode()),
                                            numbers.receiver().onReceive(n -> n)));
            turns(1);
            numbers.sender().send(i);
            assertEquals(i, task.await());
        }
        for (int i = 0; i < 50 && offered.stream().anyMatch(ref -> ref.get() != null); i++) {
            System.gc();
            turns(2);
        }
        assertEquals(0, offered.stream().filter(ref -> ref.get() != null).count());
        assertEquals(0, quiet.statistics().tasksSending());
        assertFalse(endless.isDone());
    }

    // ---- times

    @AsyncTest
    void after_nothingElseComes_isChosen() {
        Duration begin = getRunningLoop().time();
        String got =
                select(
                        words.receiver().onReceive(word -> word),
                        Select.after(seconds(2), () -> "two"),
                        Select.after(seconds(1), () -> "one"));
        assertEquals("one", got);
        assertEquals(seconds(1), getRunningLoop().time().minus(begin));
        assertEquals(0, words.statistics().tasksReceiving());
    }

    @AsyncTest
    void after_noTimeAtAll_isReady() {
        assertEquals("now", select(Select.after(Duration.ZERO, () -> "now")));
        assertEquals("now", select(Select.after(seconds(-1), () -> "now")));
    }

    @AsyncTest
    void after_endlessTime_waits() {
        createTask(
                () -> {
                    sleep(seconds(5));
                    words.sender().send("a");
                });
        String got =
                select(
                        words.receiver().onReceive(word -> word),
                        Select.after(Duration.ofSeconds(Long.MAX_VALUE), () -> "never"));
        assertEquals("a", got);
    }

    @AsyncTest
    void after_countsFromTheBeginningOfTheSelect() {
        var timer = Select.after(seconds(1), () -> "late");
        sleep(seconds(3));
        numbers.sender().send(1);
        assertEquals("1", select(timer, numbers.receiver().onReceive(n -> "" + n)));
    }

    // ---- tasks

    @AsyncTest
    void onDone_taskEnds_givesTheTask() {
        var task =
                createTask(
                        () -> {
                            sleep(seconds(1));
                            return 42;
                        });
        int got =
                select(Select.onDone(task, t -> t.result() + 1), Select.after(seconds(2), () -> 0));
        assertEquals(43, got);
        got = select(Select.onDone(task, t -> t.result()), numbers.receiver().onReceive(n -> n));
        assertEquals(42, got);
    }

    @AsyncTest
    void onDone_taskFails_leavesTheErrorToTheHandler() {
        var task =
                createTask(
                        () -> {
                            sleep(millis(1));
                            throw new IOException("broken");
                        });
        var done = select(Select.onDone(task, t -> t), Select.after(seconds(2), () -> null));
        assertSame(task, done);
        assertThrows(IOException.class, done::result);
    }

    @AsyncTest
    void onDone_anotherCaseComes_leavesTheTaskAlone() {
        Future<Integer> future = Future.pending();
        var task =
                createTask(
                        () ->
                                select(
                                        Select.onDone(future, f -> "done"),
                                        words.receiver().onReceive(word -> word)));
        turns(1);
        words.sender().send("a");
        future.setResult(1);
        assertEquals("a", task.await());
        assertEquals(1, future.result());
        assertEquals(0, future.removeDoneCallback(f -> {}));
    }

    @AsyncTest
    void onDone_ofAnotherLoop_isRefused() throws Exception {
        Future<Integer> foreign = toThread(() -> run(() -> Future.<Integer>pending()));
        assertThrows(
                IllegalStateException.class, () -> select(Select.onDone(foreign, f -> f.isDone())));
    }

    // ---- otherwise

    @AsyncTest
    void otherwise_nothingReady_isChosenAtOnce() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        String got =
                select(
                        Select.otherwise(() -> "nothing"),
                        words.receiver().onReceive(word -> word),
                        meeting.sender().onSend("a", () -> "sent"));
        assertEquals("nothing", got);
        assertEquals(List.of(), log);
        words.sender().send("a");
        got = select(Select.otherwise(() -> "nothing"), words.receiver().onReceive(word -> word));
        assertEquals("a", got);
    }

    @AsyncTest
    void otherwise_inACallback_isAllowed() {
        Future<String> seen = Future.pending();
        words.sender().send("a");
        getRunningLoop()
                .callSoon(
                        () ->
                                seen.setResult(
                                        select(
                                                words.receiver().onReceive(word -> word),
                                                Select.otherwise(() -> "nothing"))));
        assertEquals("a", seen.await());
    }

    @AsyncTest
    void select_thatHasToWaitInACallback_isRefused() {
        Future<Throwable> seen = Future.pending();
        getRunningLoop()
                .callSoon(
                        () ->
                                seen.setResult(
                                        assertThrows(
                                                IllegalStateException.class,
                                                () -> select(words.receiver().onReceive(w -> w)))));
        assertTrue(seen.await().getMessage().contains("cannot suspend here"));
        assertEquals(0, words.statistics().tasksReceiving());
    }

    // ---- ends

    @AsyncTest
    void onReceive_channelEnded_throws() {
        words.sender().close();
        assertThrows(
                EndOfChannelException.class,
                () ->
                        select(
                                words.receiver().onReceive(word -> word),
                                Select.after(seconds(1), () -> "late")));
    }

    @AsyncTest
    void onReceive_channelEndsWhileItWaits_doesTheWorkForTheEnd() {
        var task =
                createTask(
                        () ->
                                select(
                                        words.receiver().onReceive(word -> word, () -> "end"),
                                        numbers.receiver().onReceive(n -> "number " + n)));
        turns(1);
        words.sender().close();
        assertEquals("end", task.await());
        assertEquals(0, numbers.statistics().tasksReceiving());
    }

    @AsyncTest
    void onReceive_itemsLeftInAnEndedChannel_givesThemFirst() {
        words.sender().send("a");
        words.sender().close();
        var one = words.receiver().onReceive(word -> word, () -> "end");
        assertEquals(List.of("a", "end", "end"), List.of(select(one), select(one), select(one)));
    }

    @AsyncTest
    void onReceive_handlerThatThrowsAnEnd_isNotTakenForTheEnd() {
        words.sender().send("a");
        Channel<Integer> ended = Channel.open();
        ended.sender().close();
        assertThrows(
                EndOfChannelException.class,
                () ->
                        select(
                                words.receiver()
                                        .onReceive(
                                                word -> "got " + ended.receiver().receive(),
                                                () -> "end")));
    }

    @AsyncTest
    void onSend_receiversGone_throws() {
        var task =
                createTask(
                        () ->
                                select(
                                        meeting.sender().onSend("a", () -> "sent"),
                                        words.receiver().onReceive(word -> word)));
        turns(1);
        meeting.receiver().close();
        assertThrows(BrokenChannelException.class, task::await);
        assertEquals(0, words.statistics().tasksReceiving());
    }

    @AsyncTest
    void select_ownEndClosedWhileItWaits_throws() {
        var other = words.receiver().copy();
        var task = receivingAny();
        words.receiver().close();
        assertThrows(ChannelClosedException.class, task::await);
        assertEquals(0, numbers.statistics().tasksReceiving());
        other.close();
    }

    // ---- handlers

    @AsyncTest
    void handler_mayThrowAndSuspend() {
        words.sender().send("a");
        assertThrows(
                IOException.class,
                () ->
                        select(
                                words.receiver()
                                        .onReceive(
                                                word -> {
                                                    throw new IOException(word);
                                                })));
        words.sender().send("b");
        String got =
                select(
                        words.receiver()
                                .onReceive(
                                        word -> {
                                            sleep(seconds(1));
                                            return word;
                                        }));
        assertEquals("b", got);
    }

    @AsyncTest
    void handler_runsWhenNoCaseIsRegisteredAnyMore() {
        var task =
                createTask(
                        () ->
                                select(
                                        words.receiver().onReceive(word -> words.statistics()),
                                        numbers.receiver().onReceive(n -> numbers.statistics())));
        turns(1);
        words.sender().send("a");
        assertEquals(0, task.await().tasksReceiving());
    }

    @AsyncTest
    void handler_returningACoroutine_isRefused() {
        words.sender().send("a");
        assertThrows(
                IllegalStateException.class,
                () -> select(words.receiver().onReceive(word -> async(() -> word))));
    }

    @AsyncTest
    void handlers_withoutResults_run() {
        words.sender().send("a");
        select(words.receiver().onReceive(log::add), numbers.receiver().onReceive(n -> n > 0));
        select(
                words.receiver()
                        .onReceive(
                                word -> {
                                    log.add(word);
                                }),
                numbers.sender().onSend(1, () -> log.clear()));
        assertEquals(List.of(), log);
        assertEquals(1, numbers.receiver().receive());
    }

    @AsyncTest
    void select_waiting_isShownByItsTask() {
        Future<Integer> future = Future.pending();
        var task =
                createTask(
                        () ->
                                select(
                                        meeting.receiver().onReceive(word -> 1),
                                        meeting.sender().onSend("a", () -> 2),
                                        Select.onDone(future, f -> 3),
                                        Select.after(seconds(1), () -> 4)));
        turns(1);
        String channel = "<Channel capacity=0 buffered=0 senders=1 receivers=1>";
        String expected =
                "wait_for=<select receive from "
                        + channel
                        + ", send to "
                        + channel
                        + ", Future, after PT1S>";
        assertTrue(task.toString().contains(expected), task.toString());
        task.cancel();
    }

    // ---- fairness

    private List<Integer> hundredChoices() {
        var counts = new ArrayList<>(List.of(0, 0, 0, 0));
        var cases = new ArrayList<Select.Case<Integer, RuntimeException>>();
        Future<Integer> done = Future.pending();
        done.setResult(0);
        words.sender().close();
        cases.add(words.receiver().onReceive(w -> 0, () -> 0));
        cases.add(Select.onDone(done, f -> 1));
        cases.add(Select.after(Duration.ZERO, () -> 2));
        Channel<Integer> endless = Channel.unbounded();
        cases.add(endless.sender().onSend(1, () -> 3));
        for (int i = 0; i < 1_000; i++) {
            int chosen = select(cases);
            counts.set(chosen, counts.get(chosen) + 1);
        }
        return counts;
    }

    @AsyncTest
    void select_allAlwaysReady_choosesAllAboutEquallyOften() {
        for (int count : hundredChoices()) {
            assertTrue(count > 180 && count < 320, "chosen " + count + " times of 1,000");
        }
    }

    @AsyncTest
    void lots_ofOneSeed_areTheSameEachTime() {
        var loop = (Loop) getRunningLoop();
        loop.scheduler.shuffleTies(new Random(5));
        var first = hundredChoices();
        loop.scheduler.shuffleTies(new Random(5));
        assertEquals(first, hundredChoices());
        loop.scheduler.shuffleTies(new Random(6));
        assertFalse(first.equals(hundredChoices()));
    }

    // ---- cancels

    @AsyncTest
    void select_cancelledWhileItWaits_takesAndSendsNothing() {
        var task =
                createTask(
                        () ->
                                select(
                                        words.receiver().onReceive(word -> word),
                                        meeting.sender().onSend("x", () -> "sent"),
                                        Select.after(seconds(1), () -> "late")));
        turns(1);
        task.cancel();
        words.sender().send("a");
        assertThrows(WouldBlockException.class, meeting.receiver()::receiveNowait);
        assertThrows(CancelledError.class, task::await);
        assertEquals("a", words.receiver().receiveNowait());
        assertEquals(QUIET, meeting.statistics());
    }

    @AsyncTest
    void select_cancelledAfterACaseWasChosen_beginsItsWork() {
        var task =
                createTask(
                        () ->
                                select(
                                        words.receiver()
                                                .onReceive(
                                                        word -> {
                                                            log.add(word);
                                                            sleep(seconds(1));
                                                            log.add("too far");
                                                        })));
        turns(1);
        words.sender().send("a");
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("a"), log);
    }

    @AsyncTest
    void select_sendChosenAndThenCancelled_hasSent() {
        var task = createTask(() -> select(meeting.sender().onSend("x", () -> "sent")));
        turns(1);
        assertEquals("x", meeting.receiver().receive());
        task.cancel();
        turns(1);
        assertEquals("sent", task.result());
    }

    @AsyncTest
    void select_inScopesAndTimeouts_thatEndFirst_leavesNoTrace() {
        var any = List.of(words.receiver().onReceive(w -> w), meeting.receiver().onReceive(w -> w));
        Optional<String> got = moveOnAfter(seconds(1), () -> select(any));
        assertEquals(Optional.empty(), got);
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> select(any)));
        assertEquals(QUIET, meeting.statistics());
        assertEquals(0, words.statistics().tasksReceiving());
    }

    @AsyncTest
    void select_inACancelledScope_raisesOnlyIfItWouldWait() {
        words.sender().send("a");
        boolean toTheEnd =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            select(words.receiver().onReceive(log::add));
                            select(words.receiver().onReceive(log::add));
                        });
        assertFalse(toTheEnd);
        assertEquals(List.of("a"), log);
    }
}
