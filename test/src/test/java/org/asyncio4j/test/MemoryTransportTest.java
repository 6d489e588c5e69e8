package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.seconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.test.Conversation.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Protocol;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The transports of {@link MemoryStreams}, by protocols at both ends. */
class MemoryTransportTest {
    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();

    private void connect() {
        MemoryStreams.connect(first, second);
        turns(1);
    }

    /** Connects with room for 10 bytes between the ends. */
    private void connectNarrowly() {
        MemoryStreams.connect(first, second, o -> o.withCapacity(10), o -> o);
        turns(1);
    }

    // ---- beginning

    @AsyncTest
    void connect_tellsBothInTheNextTurn() {
        MemoryStreams.connect(first, second);
        assertEquals(List.of(), first.log);
        turns(1);
        assertEquals(List.of("made"), first.log);
        assertEquals(List.of("made"), second.log);
        assertEquals("memory:first", first.transport().localAddress().toString());
        assertEquals(first.transport().localAddress(), second.transport().remoteAddress());
        assertEquals(second.transport().localAddress(), first.transport().remoteAddress());
    }

    @AsyncTest
    void write_inConnectionMade_arrivesAfterThePeerWasToldOfTheConnection() {
        first.reactions.put("made", () -> first.write("hello"));
        second.reactions.put("made", () -> second.write("hi"));
        connect();
        turns(2);
        assertEquals(List.of("made", "data hi"), first.log);
        assertEquals(List.of("made", "data hello"), second.log);
    }

    @AsyncTest
    void pauseReading_inConnectionMade_isHonoured() {
        second.reactions.put("made", () -> second.transport().pauseReading());
        connect();
        first.write("early");
        turns(5);
        assertEquals(List.of("made"), second.log);
        second.transport().resumeReading();
        turns(1);
        assertEquals(List.of("made", "data early"), second.log);
    }

    @AsyncTest
    void connectionMade_throws_isReportedAndEndsTheConnection(TestLoop loop) {
        first.reactions.put("made", MemoryTransportTest::fail);
        connect();
        turns(5);
        assertEquals(List.of("made", "lost as planned"), first.log);
        assertEquals(List.of("made", "eof", "lost"), second.log);
        assertEquals(
                "fatal error: protocol.connectionMade() failed",
                loop.takeReports().getFirst().message());
    }

    private static void fail() {
        throw new IllegalStateException("as planned");
    }

    // ---- receiving

    @AsyncTest
    void write_inDataReceived_isNeverReceivedWithin() {
        second.reactions.put("data", () -> second.write("pong"));
        first.reactions.put("data", () -> first.write("ping"));
        connect();
        first.write("ping");
        turns(6);
        assertTrue(first.log.size() > 2, first.log::toString);
        assertFalse(first.log.contains("within another callback:"), first.log::toString);
        assertFalse(second.log.contains("within another callback:"), second.log::toString);
        first.transport().abort();
        second.transport().abort();
    }

    @AsyncTest
    void write_severalTimesBeforeTheyArrive_comesInOnePiece() {
        connect();
        first.write("one,");
        first.write("two");
        turns(1);
        assertEquals(List.of("made", "data one,two"), second.log);
    }

    @AsyncTest
    void pauseReading_holdsDataAndEndBack() {
        connect();
        second.transport().pauseReading();
        second.transport().pauseReading();
        assertFalse(second.transport().isReading());
        first.write("later");
        first.transport().close();
        turns(5);
        assertEquals(List.of("made"), second.log);
        second.transport().resumeReading();
        second.transport().resumeReading();
        assertTrue(second.transport().isReading());
        turns(5);
        assertEquals(List.of("made", "data later", "eof", "lost"), second.log);
    }

    @AsyncTest
    void pauseReading_whileDataIsAboutToCome_stillHoldsItBack() {
        connect();
        first.write("later");
        second.transport().pauseReading();
        turns(5);
        assertEquals(List.of("made"), second.log);
        second.transport().resumeReading();
        turns(1);
        assertEquals(List.of("made", "data later"), second.log);
    }

    @AsyncTest
    void dataReceived_throws_isReportedAndEndsTheConnection(TestLoop loop) {
        second.reactions.put("data", MemoryTransportTest::fail);
        connect();
        first.write("x");
        turns(5);
        assertEquals(List.of("made", "data x", "lost as planned"), second.log);
        assertEquals(List.of("made", "eof", "lost"), first.log);
        assertEquals(
                "fatal error: protocol.dataReceived() failed",
                loop.takeReports().getFirst().message());
    }

    @AsyncTest
    void eofReceived_returnsTrue_keepsTheConnectionForWriting() {
        second.keepsOpenAtEof = true;
        connect();
        first.transport().writeEof();
        turns(5);
        assertEquals(List.of("made", "eof"), second.log);
        second.write("still");
        turns(1);
        second.transport().close();
        turns(5);
        assertEquals(List.of("made", "data still", "eof", "lost"), first.log);
        assertEquals(List.of("made", "eof", "lost"), second.log);
    }

    @AsyncTest
    void setProtocol_laterDataGoesToTheNewOne() {
        connect();
        var other = new Recorder();
        assertSame(second, second.transport().protocol());
        second.transport().setProtocol(other);
        assertSame(other, second.transport().protocol());
        first.write("x");
        first.transport().close();
        turns(5);
        assertEquals(List.of("made"), second.log);
        assertEquals(List.of("data x", "eof", "lost"), other.log);
    }

    // ---- sending

    @AsyncTest
    void write_moreThanTheMarks_pausesAndResumesAtTheLowOne() {
        connectNarrowly();
        first.transport().setWriteBufferLimits(new BufferLimits(20, 5));
        assertEquals(new BufferLimits(20, 5), first.transport().writeBufferLimits());
        second.transport().pauseReading();
        first.transport().write(ByteBuffer.allocate(30));
        assertEquals(20, first.transport().writeBufferSize());
        assertEquals(List.of("made"), first.log);
        first.transport().write(ByteBuffer.allocate(1));
        assertEquals(List.of("made", "pause"), first.log);
        second.transport().resumeReading();
        turns(2);
        assertEquals(11, first.transport().writeBufferSize());
        assertEquals(List.of("made", "pause"), first.log);
        turns(2);
        assertEquals(1, first.transport().writeBufferSize());
        assertEquals(List.of("made", "pause", "resume"), first.log);
    }

    @AsyncTest
    void setProtocol_writingPaused_isToldSo() {
        connectNarrowly();
        second.transport().pauseReading();
        first.transport().setWriteBufferLimits(new BufferLimits(10, 5));
        first.write("x".repeat(30));
        var other = new Recorder();
        first.transport().setProtocol(other);
        assertEquals(List.of("pause"), other.log);
        second.transport().resumeReading();
        turns(20);
        assertEquals(List.of("pause", "resume"), other.log);
    }

    @AsyncTest
    void setWriteBufferLimits_belowWhatWaits_pausesAtOnce() {
        connectNarrowly();
        second.transport().pauseReading();
        first.transport().write(ByteBuffer.allocate(30));
        first.transport().setWriteBufferLimits(new BufferLimits(0, 0));
        assertEquals(List.of("made", "pause"), first.log);
    }

    @AsyncTest
    void write_bufferChangedAfterwards_arrivesAsItWas() {
        connectNarrowly();
        byte[] data = "0123456789abcdefghij".getBytes(UTF_8);
        first.transport().write(ByteBuffer.wrap(data));
        Arrays.fill(data, (byte) '?');
        turns(5);
        assertEquals(List.of("made", "data 0123456789", "data abcdefghij"), second.log);
    }

    @AsyncTest
    void writeEof_dataUnsent_comesBehindIt() {
        connectNarrowly();
        first.write("0123456789abc");
        first.transport().writeEof();
        assertThrows(IllegalStateException.class, () -> first.write("x"));
        turns(5);
        assertEquals(List.of("made", "data 0123456789", "data abc", "eof", "lost"), second.log);
    }

    @AsyncTest
    void write_inResumeWritingWhileClosing_isStillSent() {
        connectNarrowly();
        first.transport().setWriteBufferLimits(new BufferLimits(0, 0));
        first.reactions.put("resume", () -> first.write("end"));
        first.write("0123456789abc");
        first.transport().close();
        turns(8);
        assertEquals(List.of("made", "data 0123456789", "data abcend", "eof", "lost"), second.log);
        assertEquals(List.of("made", "pause", "resume", "lost"), first.log);
    }

    // ---- ending

    @AsyncTest
    void close_tellsBothOnce() {
        connect();
        first.transport().close();
        first.transport().close();
        assertTrue(first.transport().isClosing());
        assertEquals(List.of("made"), first.log);
        turns(5);
        first.transport().close();
        first.transport().abort();
        turns(5);
        assertEquals(List.of("made", "lost"), first.log);
        assertEquals(List.of("made", "eof", "lost"), second.log);
    }

    @AsyncTest
    void close_nothingMoreIsReceived() {
        connectNarrowly();
        first.transport().write(ByteBuffer.allocate(15));
        first.transport().close();
        second.write("too late");
        turns(8);
        assertEquals(List.of("made", "lost"), first.log);
    }

    @AsyncTest
    void abort_dropsWhatIsUnsent() {
        connectNarrowly();
        first.write("0123456789abc");
        first.transport().abort();
        turns(5);
        assertEquals(List.of("made", "lost"), first.log);
        assertEquals(List.of("made", "data 0123456789", "eof", "lost"), second.log);
    }

    @AsyncTest
    void write_afterClose_isDropped() {
        connect();
        first.write("kept");
        first.transport().close();
        first.write("dropped");
        assertEquals(0, first.transport().writeBufferSize());
        turns(5);
        first.write("dropped");
        first.transport().writeEof();
        turns(5);
        assertEquals(List.of("made", "data kept", "eof", "lost"), second.log);
    }

    @AsyncTest
    void write_peerIsGone_losesTheConnection() {
        first.keepsOpenAtEof = true;
        connect();
        second.transport().abort();
        turns(3);
        assertEquals(List.of("made", "eof"), first.log);
        first.write("anybody?");
        turns(3);
        assertEquals(List.of("made", "eof", "lost Broken pipe"), first.log);
    }

    @AsyncTest
    void write_peerIsGone_handsOverFirstWhatItHadSent() {
        MemoryStreams.connect(first, second, o -> o, o -> o.withChunkSize(1));
        turns(1);
        first.keepsOpenAtEof = true;
        second.write("the answer");
        second.transport().close();
        turns(2);
        first.write("anybody?");
        assertTrue(first.transport().isClosing());
        turns(3);
        String received =
                first.log.stream()
                        .filter(event -> event.startsWith("data "))
                        .map(event -> event.substring("data ".length()))
                        .collect(Collectors.joining());
        assertEquals("the answer", received);
        assertEquals("lost Broken pipe", first.log.getLast());
    }

    @AsyncTest
    void peerGoes_dataUnsent_losesTheConnection() {
        connectNarrowly();
        first.keepsOpenAtEof = true;
        second.transport().pauseReading();
        first.transport().write(ByteBuffer.allocate(100));
        second.transport().abort();
        turns(5);
        assertEquals("lost Broken pipe", first.log.getLast());
    }

    @AsyncTest
    void toString_showsTheState() {
        connectNarrowly();
        second.transport().pauseReading();
        assertEquals(
                "<MemoryTransport open local=memory:first remote=memory:second unsent=0>",
                first.transport().toString());
        first.transport().write(ByteBuffer.allocate(30));
        first.transport().close();
        assertEquals(
                "<MemoryTransport closing local=memory:first remote=memory:second unsent=20>",
                first.transport().toString());
        first.transport().abort();
        turns(1);
        assertEquals(
                "<MemoryTransport closed local=memory:first remote=memory:second unsent=0>",
                first.transport().toString());
        second.transport().abort();
        turns(1);
    }

    // ---- options

    @AsyncTest
    void chunkSize_isTheMostThatComesAtOnce() {
        MemoryStreams.connect(first, second, o -> o.withChunkSize(3), o -> o);
        turns(1);
        first.write("01234567");
        turns(5);
        assertEquals(List.of("made", "data 012", "data 345", "data 67"), second.log);
    }

    @AsyncTest
    void latency_delaysBytesAndEnd() {
        MemoryStreams.connect(first, second, o -> o.withLatency(seconds(3)), o -> o);
        turns(1);
        var times = new ArrayList<Duration>();
        second.reactions.put("data", () -> times.add(getRunningLoop().time()));
        second.reactions.put("eof", () -> times.add(getRunningLoop().time()));
        first.write("a");
        sleep(seconds(1));
        first.write("b");
        first.transport().close();
        sleep(seconds(10));
        assertEquals(List.of("made", "data a", "data b", "eof", "lost"), second.log);
        assertEquals(List.of(seconds(3), seconds(4), seconds(4)), times);
    }

    @AsyncTest
    void reset_afterSoManyBytes_losesBothEnds() {
        MemoryStreams.connect(first, second, o -> o.withResetAfter(4), o -> o);
        turns(1);
        first.write("012345");
        turns(5);
        assertEquals(List.of("made", "data 0123", "lost Connection reset"), second.log);
        assertEquals(List.of("made", "lost Connection reset"), first.log);
    }

    @AsyncTest
    void reset_afterNoByte_losesAFreshConnection() {
        MemoryStreams.connect(first, second, o -> o, o -> o.withResetAfter(0));
        turns(5);
        assertEquals(List.of("made", "lost Connection reset"), first.log);
        assertEquals(List.of("made", "lost Connection reset"), second.log);
    }

    @AsyncTest
    void end_afterSoManyBytes_isNotNoticedByTheSender() {
        second.keepsOpenAtEof = true;
        MemoryStreams.connect(first, second, o -> o.withEndAfter(4).withCapacity(5), o -> o);
        turns(1);
        first.write("0123456789");
        turns(5);
        first.write("more");
        assertEquals(0, first.transport().writeBufferSize());
        assertEquals(List.of("made"), first.log);
        assertEquals(List.of("made", "data 0123", "eof"), second.log);
    }

    @AsyncTest
    void silence_afterSoManyBytes_isNotNoticedByAnybody() {
        MemoryStreams.connect(first, second, o -> o.withSilenceAfter(4).withCapacity(5), o -> o);
        turns(1);
        first.write("0123456789");
        first.transport().writeEof();
        turns(5);
        assertEquals(1, first.transport().writeBufferSize());
        second.write("back");
        turns(5);
        assertEquals(List.of("made", "data back"), first.log);
        assertEquals(List.of("made", "data 0123"), second.log);
    }

    @AsyncTest
    void options_senseless_areRefused() {
        Protocol nobody = new Protocol() {};
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryStreams.connect(nobody, nobody, o -> o.withChunkSize(0), o -> o));
        assertThrows(
                IllegalArgumentException.class, () -> MemoryStreams.pair(o -> o.withCapacity(-1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryStreams.pair(o -> o.withLatency(seconds(-1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryStreams.pair(o -> o.withResetAfter(-1)));
    }
}
