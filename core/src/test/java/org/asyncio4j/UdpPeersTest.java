package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Other people's programs at the other end of UDP sockets. */
class UdpPeersTest {
    private static final String HOST = "127.0.0.1";

    /** Sends back what it gets, in capitals; prints its port; ends at the word "quit". */
    private static final String SERVER =
            """
            import asyncio, sys

            class Echo(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport

                def datagram_received(self, data, addr):
                    if data == b"quit":
                        self.transport.close()
                    else:
                        self.transport.sendto(data.upper() or b"nothing", addr)

                def connection_lost(self, error):
                    lost.set_result(error)

            async def main():
                global lost
                loop = asyncio.get_running_loop()
                lost = loop.create_future()
                transport, _ = await loop.create_datagram_endpoint(
                    Echo, local_addr=("127.0.0.1", 0))
                print(transport.get_extra_info("sockname")[1], flush=True)
                print(await lost, flush=True)

            asyncio.run(main())
            """;

    /** Sends three datagrams, and prints what comes back, and errors. */
    private static final String CLIENT =
            """
            import asyncio, sys

            class Client(asyncio.DatagramProtocol):
                def __init__(self):
                    self.events = asyncio.Queue()

                def datagram_received(self, data, addr):
                    self.events.put_nowait(f"{addr[1]} {data.decode()}")

                def error_received(self, error):
                    self.events.put_nowait(type(error).__name__)

            async def main():
                loop = asyncio.get_running_loop()
                port = int(sys.argv[1])
                transport, client = await loop.create_datagram_endpoint(
                    Client, remote_addr=("127.0.0.1", port))
                for data in [b"one", b"x" * 60000, b"three"]:
                    transport.sendto(data)
                    answer = await client.events.get()
                    print(len(answer), answer[:12], flush=True)
                transport.sendto(b"quit")
                await loop.run_in_executor(None, sys.stdin.readline)
                transport.sendto(b"anybody there?")
                print(await client.events.get(), flush=True)
                transport.close()

            asyncio.run(main())
            """;

    /** A running program. Its output is read beside the loop. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Peer(String program, Object... arguments) throws IOException {
            var command = new ArrayList<>(List.of(Program.find(program).toString()));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            process = toThread(new ProcessBuilder(command).redirectErrorStream(true)::start);
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        String line() throws IOException {
            return String.valueOf(toThread(output::readLine));
        }

        void say(String text) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            List<String> rest = toThread(() -> output.lines().toList());
            int exitCode = await(process.onExit()).exitValue();
            assertEquals(List.of(), rest);
            assertEquals(0, exitCode);
        }
    }

    @AsyncTest
    void server_ofPython_answersUs() throws IOException {
        try (var python = new Peer("python3", "-c", SERVER)) {
            int port = Integer.parseInt(python.line());
            try (var socket = UdpSocket.connect(HOST, port);
                    var free = UdpSocket.open(HOST, 0)) {
                for (String text : List.of("hello", "x".repeat(60_000), "end")) {
                    socket.send(text);
                    Datagram answer = socket.receive();
                    assertEquals(text.toUpperCase(java.util.Locale.ROOT), answer.text());
                    assertEquals(port, answer.sender().getPort());
                }
                free.send("", socket.remoteAddress().orElseThrow());
                assertEquals("nothing", free.receive().text());
                socket.send("quit");
                assertEquals("None", python.line());
                await(python.process.onExit());
                socket.send("anybody there?");
                assertThrows(PortUnreachableException.class, socket::receive);
            }
        }
    }

    @AsyncTest
    void client_ofPython_isAnswered() throws IOException {
        int port;
        try (var server = UdpSocket.open(HOST, 0);
                var python = new Peer("python3", "-c", CLIENT, server.localAddress().getPort())) {
            port = server.localAddress().getPort();
            for (Datagram datagram : server.datagrams()) {
                if (datagram.text().equals("quit")) {
                    break;
                }
                server.send(datagram.data(), datagram.sender());
            }
            String prefix = port + " ";
            int head = prefix.length();
            assertEquals((head + 3) + " " + prefix + "one", python.line());
            assertEquals((head + 60_000) + " " + prefix + "x".repeat(12 - head), python.line());
            assertEquals((head + 5) + " " + prefix + "three", python.line());
            server.abort();
            while (!server.toString().contains("closed")) {
                sleep(Duration.ZERO);
            }
            sleep(Duration.ZERO); // lets the selector release the port
            python.say("go on\n");
            assertEquals("ConnectionRefusedError", python.line());
        }
    }

    @AsyncTest
    void socat_sendsAndReceives() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var socat =
                        new Peer(
                                "socat",
                                "-t",
                                "0",
                                "-",
                                "UDP4:" + HOST + ":" + server.localAddress().getPort())) {
            socat.say("hello\n");
            Datagram datagram = server.receive();
            assertEquals("hello\n", datagram.text());
            server.send("world\n", datagram.sender());
            assertEquals("world", socat.line());
        }
    }
}
