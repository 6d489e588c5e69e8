package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.asyncio4j.test.AsyncTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The streams of Python's asyncio at the other end. */
class PythonPeerTest {
    private static final String HOST = "127.0.0.1";

    /** Echoes to each client until it ends; prints its port; ends with its input. */
    private static final String ECHO_SERVER =
            """
            import asyncio, sys

            async def echo(reader, writer):
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
                writer.close()

            async def main():
                server = await asyncio.start_server(echo, "127.0.0.1", 0)
                print(server.sockets[0].getsockname()[1], flush=True)
                await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

            asyncio.run(main())
            """;

    /** Adds up the numbers of a line, until a line "quit"; then half closes and waits. */
    private static final String SUM_SERVER =
            """
            import asyncio, sys

            async def serve(reader, writer):
                while (line := (await reader.readline()).decode().strip()) != "quit":
                    writer.write(f"{sum(map(int, line.split()))}\\r\\n".encode())
                    await writer.drain()
                writer.write(b"bye\\r\\n")
                writer.write_eof()
                rest = await reader.read()
                print(rest.decode(), flush=True)
                writer.close()
                await writer.wait_closed()

            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                print(server.sockets[0].getsockname()[1], flush=True)
                await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

            asyncio.run(main())
            """;

    /** Sends a megabyte in odd pieces on each of ten connections and compares what comes back. */
    private static final String ECHO_CLIENT =
            """
            import asyncio, sys

            async def talk(number):
                reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
                data = bytes((i * number) % 251 for i in range(1 << 20))
                async def send():
                    for begin in range(0, len(data), 77777):
                        writer.write(data[begin:begin + 77777])
                        await writer.drain()
                    writer.write_eof()
                sending = asyncio.create_task(send())
                assert await reader.read() == data
                await sending
                writer.close()
                await writer.wait_closed()

            async def main():
                await asyncio.gather(*(talk(n) for n in range(1, 11)))
                print("ok", flush=True)

            asyncio.run(main())
            """;

    /** Asks line by line and prints the answers. */
    private static final String LINE_CLIENT =
            """
            import asyncio, sys

            async def main():
                reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
                for word in ["one", "zwei", "trois \\u20ac", ""]:
                    writer.write((word + "\\r\\n").encode())
                    print((await reader.readline()).decode().rstrip("\\n"), flush=True)
                writer.write(b"no end of line")
                writer.write_eof()
                print((await reader.read()).decode().rstrip("\\n"), flush=True)
                writer.close()
                await writer.wait_closed()

            asyncio.run(main())
            """;

    /** A running script. Its output is read beside the loop. */
    private static final class Python implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Python(String script, Object... arguments) throws IOException {
            var command =
                    new ArrayList<>(List.of(Program.find("python3").toString(), "-c", script));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            process = toThread(builder::start);
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        String line() throws IOException {
            return String.valueOf(toThread(output::readLine));
        }

        int port() throws IOException {
            return Integer.parseInt(line());
        }

        /** Ends its input and waits for its end. */
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            var rest = toThread(() -> output.lines().toList());
            int exitCode = awaitExit();
            assertEquals(List.of(), rest);
            assertEquals(0, exitCode);
        }

        private int awaitExit() {
            return await(process.onExit()).exitValue();
        }
    }

    @AsyncTest
    void echoServer_ofPython_returnsWhatWeSend() throws IOException {
        byte[] data = new byte[5 << 20];
        new Random(1).nextBytes(data);
        try (var python = new Python(ECHO_SERVER)) {
            int port = python.port();
            gather(() -> echo(port, data), () -> echo(port, data), () -> echo(port, new byte[1]));
        }
    }

    private static void echo(int port, byte[] data) throws IOException {
        try (var connection = openConnection(HOST, port)) {
            var write =
                    createTask(
                            () -> {
                                connection.writer().write(data);
                                connection.writer().writeEof();
                            });
            assertArrayEquals(data, connection.reader().readAllBytes());
            write.await();
        }
    }

    @AsyncTest
    void lineServer_ofPython_answersLineByLineAndHalfCloses() throws IOException {
        try (var python = new Python(SUM_SERVER)) {
            try (var connection = openConnection(HOST, python.port())) {
                var reader = connection.reader();
                var writer = connection.writer();
                for (int i = 0; i < 20; i++) {
                    writer.write(i + " " + i + "\n");
                    assertEquals(String.valueOf(2 * i), reader.readLine());
                }
                writer.write("1 2\n3 4\nquit\n");
                assertEquals("3", reader.readLine());
                assertEquals("7", reader.readLine());
                assertEquals("bye", reader.readLine());
                assertNull(reader.readLine());
                writer.write("the rest");
            }
            assertEquals("the rest", python.line());
        }
    }

    @AsyncTest
    void echoClient_ofPython_getsBackWhatItSends() throws IOException {
        try (var server = startServer(PythonPeerTest::echoTo, HOST, 0);
                var python = new Python(ECHO_CLIENT, server.port())) {
            assertEquals("ok", python.line());
        }
    }

    private static void echoTo(Connection connection) throws IOException {
        for (byte[] data = connection.reader().read(50_000);
                data.length > 0;
                data = connection.reader().read(50_000)) {
            connection.writer().write(data);
        }
    }

    @AsyncTest
    void lineClient_ofPython_isAnsweredLineByLine() throws IOException {
        try (var server = startServer(PythonPeerTest::answer, HOST, 0);
                var python = new Python(LINE_CLIENT, server.port())) {
            assertEquals("1: one", python.line());
            assertEquals("2: zwei", python.line());
            assertEquals("3: trois €", python.line());
            assertEquals("4: ", python.line());
            assertEquals("5: no end of line", python.line());
        }
    }

    private static void answer(Connection connection) throws IOException {
        int count = 0;
        for (String line = connection.reader().readLine();
                line != null;
                line = connection.reader().readLine()) {
            connection.writer().write(++count + ": " + line + "\n");
        }
    }

    /** A process that is killed leaves its connections to the system. */
    @AsyncTest
    void server_ofPythonKilled_isSeenAsTheEnd() throws IOException {
        var python = new Python(ECHO_SERVER);
        try (var connection = openConnection(HOST, python.port())) {
            connection.writer().write("hello\n");
            assertEquals("hello", connection.reader().readLine());
            python.process.destroyForcibly();
            python.awaitExit();
            assertNull(connection.reader().readLine());
        }
    }
}
