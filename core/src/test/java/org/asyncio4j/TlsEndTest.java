package org.asyncio4j;

import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.server;
import static org.asyncio4j.TlsTransportTest.assertNoTimers;
import static org.asyncio4j.TlsTransportTest.turns;
import static org.asyncio4j.TlsTransportTest.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.TlsTransportTest.Pair;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.List;

/** How connections in TLS end, well or not, on a wire in memory. */
class TlsEndTest {
    // ---- close_notify

    /** The loop must not turn for ever about bytes that no engine takes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @ExtendWith(AsyncioExtension.class)
    void closeNotify_moreBytesAfterIt_areDropped(boolean atOnce) {
        var pair = new Pair().connect();
        pair.serverSide.keepOpen = true;
        pair.client().writeEof();
        if (!atOnce) {
            turns(5);
            assertEquals(List.of("eof"), pair.serverSide.events);
        }
        pair.wire.client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        turns(5);
        assertEquals(List.of("eof"), pair.serverSide.events);
        write(pair.server(), "still here");
        pair.server().close();
        turns(10);
        assertEquals("still here", pair.clientSide.text());
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    // ---- cuts

    @AsyncTest
    void transportBelow_closedByOthers_isACutUnlessAllowed() {
        for (boolean allowed : List.of(false, true)) {
            TlsContext tls = allowed ? client().withTruncationAllowed() : client();
            var pair = new Pair(tls, server()).connect();
            pair.wire.client.abort();
            turns(10);
            assertEquals(List.of(allowed ? "lost" : "lost SSLException"), pair.clientSide.events);
            assertTrue(allowed || String.valueOf(pair.clientSide.error).contains("was cut"));
            assertTrue(pair.bothLost());
            assertNoTimers();
        }
    }

    @AsyncTest
    void abort_byTheProgram_isNoCut() {
        var pair = new Pair().connect();
        pair.client().abort();
        turns(10);
        assertEquals(List.of("lost"), pair.clientSide.events);
        assertTrue(pair.bothLost());
    }

    /** A wire that is cut within a record was cut by no peer that meant to end. */
    @AsyncTest
    void withTruncationAllowed_cutWithinARecord_isAnError() {
        var pair = new Pair(client().withTruncationAllowed(), server()).connect();
        long begin = pair.wire.server.sent;
        pair.wire.server.tampering = (position, value) -> position < begin + 10 ? value : -1;
        write(pair.server(), "never to be read");
        turns(10);
        assertEquals("", pair.clientSide.text());
        assertEquals(List.of("lost SSLException"), pair.clientSide.events);
        assertTrue(pair.bothLost());
    }
}
