package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules of writing, on a transport that does what the test says. */
class StreamWriterTest {
    private final FakeTransport transport = new FakeTransport();

    /** A protocol that is connected to the fake. Made on the loop, so not a field. */
    private StreamProtocol connect() {
        var protocol =
                new StreamProtocol((Loop) getRunningLoop(), StreamReader.DEFAULT_LIMIT, null);
        protocol.connectionMade(transport);
        return protocol;
    }

    // ---- writing

    @AsyncTest
    void write_peerKeepsUp_returnsAtOnce() throws IOException {
        var writer = new StreamWriter(connect(), null);
        var ran = new ArrayList<String>();
        var other = createTask(() -> ran.add("other"));
        writer.write("text €, ");
        writer.write("bytes, ".getBytes(StandardCharsets.UTF_8));
        writer.write(ByteBuffer.wrap("xxbufferxx".getBytes(StandardCharsets.UTF_8), 2, 6));
        assertEquals("text €, bytes, buffer", transport.written());
        assertEquals(List.of(), ran);
        other.await();
    }

    @AsyncTest
    void write_nothing_isAllowed() throws IOException {
        var writer = new StreamWriter(connect(), null);
        writer.write("");
        writer.write(new byte[0]);
        writer.write(ByteBuffer.allocate(0));
        assertEquals("", transport.written());
    }

    @AsyncTest
    void write_buffer_isReadToItsEnd() throws IOException {
        var writer = new StreamWriter(connect(), null);
        ByteBuffer data =
                ByteBuffer.allocateDirect(10).put(0, "0123456789".getBytes(StandardCharsets.UTF_8));
        writer.write(data.position(3));
        assertFalse(data.hasRemaining());
        assertEquals("3456789", transport.written());
    }

    @AsyncTest
    void write_writingPaused_takesTheBytesAndSuspendsUntilResumed() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var write = createTask(() -> writer.write("data"));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        assertEquals("data", transport.written());
        assertFalse(write.isDone());
        protocol.resumeWriting();
        write.await();
    }

    @AsyncTest
    void write_severalTasks_goOutInTurnEachInOnePiece() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var writes = new ArrayList<Task<Void>>();
        for (int i = 0; i < 5; i++) {
            String text = "[" + i + "]";
            writes.add(createTask(() -> writer.write(text)));
        }
        sleep(Duration.ZERO);
        assertEquals("[0][1][2][3][4]", transport.written());
        protocol.resumeWriting();
        gather(writes);
    }

    @AsyncTest
    void write_cancelledWhileSuspended_wasTaken() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var write = createTask(() -> writer.write("data"));
        sleep(Duration.ZERO);
        write.cancel();
        assertThrows(CancelledError.class, write::await);
        assertEquals("data", transport.written());
        protocol.resumeWriting(); // nobody is left to be woken
    }

    // ---- draining

    @AsyncTest
    void drain_notPaused_returnsAtOnce() throws IOException {
        var writer = new StreamWriter(connect(), null);
        var ran = new ArrayList<String>();
        var other = createTask(() -> ran.add("other"));
        writer.drain();
        assertEquals(List.of(), ran);
        other.await();
    }

    @AsyncTest
    void drain_tenTasks_resumeTogetherInOrder() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var log = new ArrayList<Integer>();
        var drains = new ArrayList<Task<Void>>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            drains.add(
                    createTask(
                            () -> {
                                writer.drain();
                                log.add(number);
                            }));
        }
        sleep(Duration.ZERO);
        protocol.resumeWriting();
        assertEquals(List.of(), log);
        sleep(Duration.ZERO);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), log);
        gather(drains);
    }

    @AsyncTest
    void drain_oneOfSeveralCancelled_othersResume() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var drains =
                List.of(
                        createTask(writer::drain),
                        createTask(writer::drain),
                        createTask(writer::drain));
        sleep(Duration.ZERO);
        drains.get(1).cancel();
        sleep(Duration.ZERO);
        assertTrue(drains.get(1).isCancelled());
        protocol.resumeWriting();
        drains.get(0).await();
        drains.get(2).await();
    }

    @AsyncTest
    void drain_closing_givesTheLoopOneTurn() throws IOException {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        writer.close();
        var ran = new ArrayList<String>();
        var other = createTask(() -> ran.add("other"));
        writer.drain();
        assertEquals(List.of("other"), ran);
        other.await();
    }

    // ---- a lost connection

    @AsyncTest
    void write_connectionLost_throwsWithTheCauseEachTime() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        var cause = new IOException("Broken pipe");
        protocol.connectionLost(cause);
        var first = assertThrows(SocketException.class, () -> writer.write("x"));
        assertEquals("connection lost: Broken pipe", first.getMessage());
        assertSame(cause, first.getCause());
        var second = assertThrows(SocketException.class, writer::drain);
        assertNotSame(first, second);
        assertEquals("", transport.written());
    }

    /** The transport knows, the protocol is told in the next turn. */
    @AsyncTest
    void write_connectionBrokeThisMoment_throwsLikeForALostOne() {
        for (boolean paused : List.of(false, true)) {
            var protocol = connect();
            var writer = new StreamWriter(protocol, null);
            if (paused) {
                protocol.pauseWriting();
            }
            transport.closing = true;
            getRunningLoop().callSoon(() -> protocol.connectionLost(new IOException("reset")));
            assertThrows(SocketException.class, () -> writer.write("x"));
        }
    }

    @AsyncTest
    void drain_connectionLostMeanwhile_throwsInEveryTask() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        protocol.pauseWriting();
        var tasks = List.of(createTask(writer::drain), createTask(() -> writer.write("x")));
        sleep(Duration.ZERO);
        protocol.connectionLost(new IOException("Broken pipe"));
        for (Task<Void> task : tasks) {
            assertThrows(SocketException.class, () -> await(task, IOException.class));
        }
    }

    /** A loop that never suspends otherwise must notice. */
    @AsyncTest
    void write_inATightLoop_noticesTheLoss() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        getRunningLoop()
                .callSoon(
                        () -> {
                            transport.closing = true;
                            protocol.connectionLost(null);
                        });
        protocol.pauseWriting(); // as the transport does when nobody reads
        assertThrows(
                SocketException.class,
                () -> {
                    while (true) {
                        writer.write("x");
                    }
                });
    }

    // ---- closing

    @AsyncTest
    void write_afterClose_isRefused() throws IOException {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        assertFalse(writer.isClosing());
        writer.close();
        assertTrue(writer.isClosing());
        assertThrows(IllegalStateException.class, () -> writer.write("x"));
        protocol.connectionLost(null);
        assertThrows(IllegalStateException.class, () -> writer.write("x"));
        assertEquals("", transport.written());
        writer.waitClosed();
    }

    @AsyncTest
    void waitClosed_connectionEnds_returnsInEveryTask() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        var waits = List.of(createTask(writer::waitClosed), createTask(writer::waitClosed));
        sleep(Duration.ZERO);
        assertFalse(waits.get(0).isDone());
        protocol.connectionLost(null);
        gather(waits);
    }

    @AsyncTest
    void waitClosed_cancelled_leavesTheConnection() throws IOException {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        var wait = createTask(writer::waitClosed);
        sleep(Duration.ZERO);
        wait.cancel();
        assertThrows(CancelledError.class, wait::await);
        assertEquals(List.of(), transport.calls);
        protocol.connectionLost(null);
        writer.waitClosed();
    }

    @AsyncTest
    void waitClosed_cancelledAgainAndAgain_leavesNothingBehind() throws IOException {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        for (int i = 0; i < 10; i++) {
            assertFalse(moveOnAfter(Duration.ZERO, writer::waitClosed));
        }
        assertEquals(0, protocol.closed.waitingCount());
    }

    @AsyncTest
    void waitClosed_brokeWithDataUnsent_throws() {
        var protocol = connect();
        var writer = new StreamWriter(protocol, null);
        transport.unsent = 10;
        var cause = new IOException("Broken pipe");
        protocol.connectionLost(cause);
        var error = assertThrows(SocketException.class, writer::waitClosed);
        assertEquals("connection lost with data unsent: Broken pipe", error.getMessage());
        assertSame(cause, error.getCause());
    }

    @AsyncTest
    void waitClosed_brokeWithEverythingSent_returns() throws IOException {
        var protocol = connect();
        protocol.connectionLost(new IOException("Connection reset"));
        new StreamWriter(protocol, null).waitClosed();
    }

    @AsyncTest
    void writeEof_isPassedOn() {
        new StreamWriter(connect(), null).writeEof();
        assertEquals(List.of("writeEof"), transport.calls);
    }

    @AsyncTest
    void toString_showsTheTransport() {
        assertEquals(
                "<StreamWriter transport=<FakeTransport>>",
                new StreamWriter(connect(), null).toString());
    }
}
