package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Connection;
import org.asyncio4j.ConnectionHandler;
import org.asyncio4j.Server;
import org.asyncio4j.ServerOptions;
import org.asyncio4j.TlsContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Sends back what it is sent.
 *
 * <pre>
 * streams      reads byte arrays and writes them, as a program for asyncio does
 * buffer       reads into one buffer for each connection and writes it, as a program for Go or Tokio does
 * transfer     lets the reader transfer all to the writer
 * tls-streams CERTIFICATE.pem KEY.pem
 *              streams, in TLS
 * protocol     callbacks instead of tasks
 * </pre>
 */
public final class AsyncioEcho {
    private static final String HOST = "127.0.0.1";
    private static final int BACKLOG = 1000;
    private static final int SIZE = 64 * 1024;

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
            case "streams" -> open(AsyncioEcho::echo, o -> o);
            case "buffer" -> open(AsyncioEcho::echoByBuffer, o -> o);
            case "transfer" -> open(AsyncioEcho::transfer, o -> o);
            case "tls-streams" -> {
                var tls = TlsContext.server(Path.of(arguments[1]), Path.of(arguments[2]));
                yield open(AsyncioEcho::echo, o -> o.withTls(tls));
            }
            case "protocol" ->
                    getRunningLoop()
                            .createServer(Echo::new, List.of(HOST), 0, o -> o.withBacklog(BACKLOG));
            default -> throw new IllegalArgumentException("unknown kind: " + arguments[0]);
        };
    }

    private static Server open(ConnectionHandler handler, UnaryOperator<ServerOptions> configure)
            throws IOException {
        return startServer(handler, HOST, 0, o -> configure.apply(o.withBacklog(BACKLOG)));
    }

    private static void echo(Connection connection) throws IOException {
        var reader = connection.reader();
        var writer = connection.writer();
        for (var data = reader.read(SIZE); data.length > 0; data = reader.read(SIZE)) {
            writer.write(data);
        }
    }

    private static void echoByBuffer(Connection connection) throws IOException {
        var buffer = ByteBuffer.allocateDirect(SIZE);
        while (connection.reader().read(buffer) >= 0) {
            connection.writer().write(buffer.flip());
            buffer.clear();
        }
    }

    private static void transfer(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }
}
