package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server whose process has no file descriptors left serves on, and recovers. */
class FdExhaustionTest {
    /** Some more than a JVM needs for itself. */
    private static final int FILES = 150;

    private static final String REPORT = "accepting connections failed; trying again in a second";

    private final List<Socket> clients = new ArrayList<>();
    private Process server;
    private BufferedReader output;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        server = ChildJvm.startWithFewFiles(FILES, FdExhaustion.class);
        output = server.inputReader();
        port = Integer.parseInt(next("port"));
    }

    @AfterEach
    void stop() throws IOException {
        server.destroyForcibly();
        for (Socket client : clients) {
            client.close();
        }
    }

    /** What it says next about that, between the lines of the JVM's log. */
    private String next(String subject) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(subject + ": ")) {
            line = output.readLine();
        }
        return line == null ? "the end" : line.substring(subject.length() + 2);
    }

    /** When it could not accept, by its own clock, in milliseconds. */
    private long timeOfReport() throws IOException {
        String[] parts = next("report").split(" ms ", 2);
        assertEquals(REPORT, parts[parts.length - 1]);
        return Long.parseLong(parts[0]);
    }

    private Socket connect() throws IOException {
        var client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        client.setSoTimeout(60_000);
        clients.add(client);
        return client;
    }

    private static String ask(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\n").getBytes(UTF_8));
        return String.valueOf(
                new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))
                        .readLine());
    }

    private void end(Socket client) throws Exception {
        client.getOutputStream().write("end\n".getBytes(UTF_8));
        assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, server.exitValue());
    }

    @Test
    void accept_noDescriptorsLeft_restsServesOnAndRecovers() throws Exception {
        Socket first = connect();
        assertEquals("hello", ask(first, "hello"));
        for (int i = 0; i < FILES; i++) {
            connect(); // the last ones wait in the backlog
        }
        long begin = timeOfReport();
        assertEquals("still there", ask(first, "still there"));
        long pause = timeOfReport() - begin;
        assertTrue(pause >= 1_000, "tried again after " + pause + " ms");
        for (Socket client : List.copyOf(clients.subList(1, clients.size()))) {
            client.close();
        }
        Socket late = connect();
        assertEquals("again", ask(late, "again"));
        assertEquals("still there", ask(first, "still there"));
        end(late);
    }

    @Test
    void connect_noDescriptorsLeft_throwsAndRecovers() throws Exception {
        Socket client = connect();
        String expected = "Too many open files";
        for (int i = 0; i < 3; i++) {
            String answer = ask(client, "connect");
            assertTrue(answer.startsWith("failed: ") && answer.contains(expected), answer);
        }
        assertEquals("hello", ask(connect(), "hello"));
        end(client);
    }

    @Test
    void loop_noDescriptorsLeftWhenItFirstWaits_waits() throws Exception {
        var child = ChildJvm.startWithFewFiles(FILES, FirstWait.class, ChildJvm.QUIET);
        assertEquals(new ChildJvm.Result(0, "waited\n"), ChildJvm.finish(child));
    }

    static final class FirstWait {
        public static void main(String[] args) throws Exception {
            FdExhaustion.loadOurClasses();
            run(FirstWait::waitWithoutDescriptors);
        }

        private static void waitWithoutDescriptors() throws IOException {
            List<InputStream> files = new ArrayList<>();
            try {
                while (true) {
                    files.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                sleep(Duration.ofMillis(100)); // a real wait: it is the JDK's that is tested
            } finally {
                for (InputStream file : files) {
                    file.close();
                }
            }
            IO.println("waited");
        }
    }
}
