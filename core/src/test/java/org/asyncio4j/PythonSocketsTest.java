package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Python's asyncio at the other end: much data, many clients, Unix sockets and datagrams. */
class PythonSocketsTest {
    private static final String HOST = "127.0.0.1";
    private static final int MEGABYTE = 1 << 20;

    /** What all scripts begin with. {@code serve} prints where it listens, ends with its input. */
    private static final String COMMON =
            """
            import asyncio, hashlib, sys

            async def serve(handler, address):
                if address == "tcp":
                    server = await asyncio.start_server(handler, "127.0.0.1", 0)
                    print(server.sockets[0].getsockname()[1], flush=True)
                else:
                    server = await asyncio.start_unix_server(handler, address)
                    print(0, flush=True)
                await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
                server.close()

            async def connect(address):
                if address.isdigit():
                    return await asyncio.open_connection("127.0.0.1", int(address))
                return await asyncio.open_unix_connection(address)

            async def close(writer):
                writer.close()
                await writer.wait_closed()

            def pattern(size):
                return bytes(i * 7 % 251 for i in range(size))

            """;

    /** Takes all, then answers with the checksum of it and as many bytes of its own. */
    private static final String SUM_SERVER =
            COMMON
                    + """
                    async def sum(reader, writer):
                        data = await reader.read()
                        writer.write(hashlib.sha256(data).hexdigest().encode() + b"\\n")
                        writer.write(pattern(len(data)))
                        await writer.drain()
                        await close(writer)

                    asyncio.run(serve(sum, sys.argv[1]))
                    """;

    /** Sends while it receives as much, on several connections, and prints both checksums. */
    private static final String SUM_CLIENT =
            COMMON
                    + """
                    async def talk(data):
                        reader, writer = await connect(sys.argv[1])
                        async def send():
                            for begin in range(0, len(data), 100_000):
                                writer.write(data[begin:begin + 100_000])
                                await writer.drain()
                            writer.write_eof()
                        _, back = await asyncio.gather(send(), reader.read())
                        await close(writer)
                        return hashlib.sha256(back).hexdigest()

                    async def main():
                        data = pattern(int(sys.argv[3]))
                        talks = [talk(data) for _ in range(int(sys.argv[2]))]
                        print(*sorted(set(await asyncio.gather(*talks))), flush=True)

                    asyncio.run(main())
                    """;

    /** Answers datagrams until its input ends. */
    private static final String UDP_SERVER =
            """
            import asyncio, sys

            class Echo(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport
                def datagram_received(self, data, sender):
                    self.transport.sendto(b"echo " + data, sender)

            async def main():
                loop = asyncio.get_running_loop()
                transport, _ = await loop.create_datagram_endpoint(Echo, ("127.0.0.1", 0))
                print(transport.get_extra_info("sockname")[1], flush=True)
                await loop.run_in_executor(None, sys.stdin.read)
                transport.close()

            asyncio.run(main())
            """;

    /** Sends datagrams of growing size, one after the other, each after the answer before. */
    private static final String UDP_CLIENT =
            """
            import asyncio, sys

            class Client(asyncio.DatagramProtocol):
                def __init__(self):
                    self.answers = asyncio.Queue()
                def datagram_received(self, data, sender):
                    self.answers.put_nowait(data)

            async def main():
                loop = asyncio.get_running_loop()
                transport, client = await loop.create_datagram_endpoint(
                    Client, remote_addr=("127.0.0.1", int(sys.argv[1])))
                for size in [1, 10, 1000, 60000]:
                    transport.sendto(b"x" * size)
                    print(len(await client.answers.get()), flush=True)
                transport.close()

            asyncio.run(main())
            """;

    @TempDir Path directory;

    private static PeerProcess python(String script, Object... arguments) throws IOException {
        var all = new ArrayList<Object>(List.of("-c", script));
        all.addAll(List.of(arguments));
        return PeerProcess.start("python3", all.toArray());
    }

    private static byte[] pattern(int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i * 7L % 251);
        }
        return data;
    }

    private static String checksum(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    // ---- streams

    @AsyncTest
    void server_tcp_getsAndGivesMegabytesAcrossAHalfClose() throws IOException {
        try (var python = python(SUM_SERVER, "tcp")) {
            int port = Integer.parseInt(python.line());
            gather(
                    () -> assertSummed(openConnection(HOST, port), 20 * MEGABYTE),
                    () -> assertSummed(openConnection(HOST, port), MEGABYTE),
                    () -> assertSummed(openConnection(HOST, port), 1));
            python.endInput();
            python.finish();
        }
    }

    @AsyncTest
    void server_unix_getsAndGivesMegabytesAcrossAHalfClose() throws IOException {
        Path path = directory.resolve("socket");
        try (var python = python(SUM_SERVER, path)) {
            python.line(); // it listens
            assertSummed(openUnixConnection(path), 5 * MEGABYTE);
            python.endInput();
            python.finish();
        }
    }

    private static void assertSummed(Connection connection, int size) throws IOException {
        byte[] data = pattern(size);
        try (connection) {
            connection.writer().write(data);
            connection.writer().writeEof();
            assertEquals(checksum(data), connection.reader().readLine());
            assertEquals(checksum(data), checksum(connection.reader().readAllBytes()));
        }
    }

    @AsyncTest
    void client_tcp_sendsAndReceivesMegabytesAtOnce() throws IOException {
        try (var server = startServer(PythonSocketsTest::echo, HOST, 0)) {
            assertEchoed(server.port(), 3, 10 * MEGABYTE);
        }
    }

    @AsyncTest
    void client_twoHundredConnectionsAtOnce_areAllEchoed() throws IOException {
        try (var server = startServer(PythonSocketsTest::echo, HOST, 0)) {
            assertEchoed(server.port(), 200, 20_000);
        }
    }

    @AsyncTest
    void client_unix_sendsAndReceivesMegabytesAtOnce() throws IOException {
        Path path = directory.resolve("socket");
        try (var _ = startUnixServer(PythonSocketsTest::echo, path)) {
            assertEchoed(path, 3, 3 * MEGABYTE);
        }
    }

    private static void assertEchoed(Object address, int connections, int size) throws IOException {
        try (var python = python(SUM_CLIENT, address, connections, size)) {
            assertEquals(checksum(pattern(size)), python.line());
            python.finish();
        }
    }

    // ---- datagrams

    @AsyncTest
    void server_udp_answersEachDatagram() throws IOException {
        try (var python = python(UDP_SERVER);
                var socket = UdpSocket.connect(HOST, Integer.parseInt(python.line()))) {
            for (String text : List.of("one", "two", "x".repeat(60_000))) {
                socket.send(text);
                assertEquals("echo " + text, socket.receive().text());
            }
            python.endInput();
            python.finish();
        }
    }

    @AsyncTest
    void client_udp_isAnsweredByOurs() throws IOException {
        try (var socket = UdpSocket.open(HOST, 0);
                var python = python(UDP_CLIENT, socket.localAddress().getPort())) {
            for (int size : List.of(1, 10, 1_000, 60_000)) {
                Datagram datagram = socket.receive();
                assertEquals("x".repeat(size), datagram.text());
                socket.send(datagram.data(), datagram.sender());
                assertEquals(size, Integer.parseInt(python.line()));
            }
            python.finish();
        }
    }
}
