package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A listening socket that somebody else made and gave to the JVM as its standard input, as inetd
 * does, and systemd with {@code StandardInput=socket}.
 */
class InheritedSocketTest {
    /** Listens, tells the port on the error stream and becomes the program of its arguments. */
    private static final String ACTIVATOR =
            """
            import os, socket, sys
            listening = socket.create_server(("127.0.0.1", 0))
            print(listening.getsockname()[1], file=sys.stderr, flush=True)
            os.dup2(listening.fileno(), 0)
            os.execv(sys.argv[1], sys.argv[1:])
            """;

    @Test
    void inheritedChannel_listening_isServed() throws Exception {
        Process child =
                ChildJvm.start(
                        List.of(Program.find("python3").toString(), "-c", ACTIVATOR),
                        Activated.class,
                        ChildJvm.QUIET);
        int port = Integer.parseInt(child.inputReader().readLine());
        try (var client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            assertEquals(
                    "hello",
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(0, ChildJvm.finish(child).exitCode());
    }

    /** Serves one client and ends. */
    static final class Activated {
        public static void main(String[] args) throws IOException {
            var inherited = (ServerSocketChannel) System.inheritedChannel();
            run(
                    () -> {
                        Future<Void> served = Future.pending();
                        ConnectionHandler handler =
                                connection -> {
                                    connection.writer().write("hello");
                                    connection.close();
                                    served.setResult(null);
                                };
                        try (var _ = startServer(handler, inherited, o -> o)) {
                            served.await();
                        }
                    });
        }
    }
}
