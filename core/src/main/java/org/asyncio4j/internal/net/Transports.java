package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;
import org.asyncio4j.TlsContext;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** Where connected channels become transports, with or without TLS. Confined to the loop. */
public final class Transports {
    private Transports() {}

    /**
     * Takes a connected, non-blocking channel over and connects it with the protocol.
     *
     * @param tls null for a connection in the clear
     * @param whenMade told null after the protocol was told of the connection, or why TLS failed
     * @param whenLost run when the connection is lost, after the protocol was told
     * @return what the protocol talks to
     */
    static Transport start(
            EventLoop loop,
            SocketChannel channel,
            Protocol protocol,
            @Nullable TlsContext tls,
            @Nullable String serverName,
            Consumer<@Nullable Exception> whenMade,
            Runnable whenLost)
            throws IOException {
        if (tls == null) {
            return SocketTransport.start(
                    loop, channel, protocol, () -> whenMade.accept(null), whenLost);
        }
        var transport =
                new TlsTransport(
                        loop, protocol, tls, serverName, channel.getRemoteAddress(), whenMade);
        SocketTransport.start(loop, channel, transport.wire(), () -> {}, whenLost);
        return transport;
    }

    /** Tells who waits for a connection, if anybody still does. */
    static void settle(Future<@Nullable Void> made, @Nullable Exception error) {
        if (made.isDone()) {
            return;
        }
        if (error == null) {
            made.setResult(null);
        } else {
            made.setException(error);
        }
    }

    /**
     * Puts TLS between a transport and its protocol, and suspends until the handshake is done. If
     * it fails, even at once, or the wait is cancelled, the transport is aborted.
     *
     * @param received what came already and is for TLS
     * @param whenBegun given the new transport, from when on nothing goes to the old one
     */
    public static Transport startTls(
            EventLoop loop,
            Transport transport,
            Protocol protocol,
            TlsContext tls,
            @Nullable String serverName,
            ByteBuffer received,
            Consumer<Transport> whenBegun)
            throws IOException {
        if (transport.isClosing()) {
            throw new SocketException("cannot start TLS: the connection is closed");
        }
        Future<@Nullable Void> made = loop.createFuture();
        Transport top = transport;
        boolean done = false;
        try {
            top =
                    TlsTransport.upgrade(
                            loop,
                            transport,
                            protocol,
                            tls,
                            serverName,
                            received,
                            error -> settle(made, error));
            whenBegun.accept(top);
            Asyncio.await(made, IOException.class);
            done = true;
            return top;
        } finally {
            if (!done) {
                top.abort();
            }
        }
    }
}
