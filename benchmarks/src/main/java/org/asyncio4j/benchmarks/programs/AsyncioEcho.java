package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Connection;
import org.asyncio4j.Server;
import org.asyncio4j.TlsContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Sends back what it is sent: {@code streams}, {@code protocol}, or {@code tls-streams
 * CERTIFICATE.pem KEY.pem}.
 */
public final class AsyncioEcho {
    private static final class Echo implements Protocol {
        private Transport transport;

        @Override
        public void connectionMade(Transport newTransport) {
            transport = newTransport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }

        @Override
        public void pauseWriting() {
            transport.pauseReading();
        }

        @Override
        public void resumeWriting() {
            transport.resumeReading();
        }
    }

    void main(String[] arguments) throws IOException {
        run(() -> serve(arguments));
    }

    private static void serve(String[] arguments) throws IOException {
        try (var server = open(arguments)) {
            IO.println("port " + server.port());
            toThread(() -> System.in.transferTo(OutputStream.nullOutputStream()));
        }
    }

    private static Server open(String[] arguments) throws IOException {
        return switch (arguments[0]) {
            case "streams" ->
                    startServer(AsyncioEcho::echo, "127.0.0.1", 0, o -> o.withBacklog(1000));
            case "protocol" ->
                    getRunningLoop()
                            .createServer(
                                    Echo::new, List.of("127.0.0.1"), 0, o -> o.withBacklog(1000));
            case "tls-streams" -> {
                var tls = TlsContext.server(Path.of(arguments[1]), Path.of(arguments[2]));
                yield startServer(
                        AsyncioEcho::echo, "127.0.0.1", 0, o -> o.withBacklog(1000).withTls(tls));
            }
            default -> throw new IllegalArgumentException("unknown kind: " + arguments[0]);
        };
    }

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }
}
