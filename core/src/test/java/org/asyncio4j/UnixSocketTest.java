package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;

/** Streams over Unix sockets, and the files these leave. */
class UnixSocketTest {
    @TempDir private Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("socket");
    }

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    private static void talk(Path path) throws IOException {
        try (var client = openUnixConnection(path)) {
            client.writer().write("hello");
            client.writer().writeEof();
            assertEquals(
                    "hello", new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @AsyncTest
    void stream_isLikeATcpOne() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            talk(path);
            talk(path);
        }
    }

    @AsyncTest
    void addresses_areThoseOfTheSocket() throws IOException {
        var address = UnixDomainSocketAddress.of(path);
        try (var server = startUnixServer(UnixSocketTest::echo, path)) {
            assertEquals(address, server.addresses().getFirst());
            assertThrows(IllegalStateException.class, server::port);
            try (var client = openUnixConnection(path)) {
                assertEquals(address, client.remoteAddress());
                assertEquals(UnixDomainSocketAddress.of(""), client.localAddress());
            }
        }
    }

    @AsyncTest
    void close_theServersFile_isDeleted() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            assertTrue(exists());
        }
        assertFalse(exists());
    }

    @AsyncTest
    void close_notToBeDeleted_leavesTheFile() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path, o -> o.withRemoveSocket(false))) {
            talk(path);
        }
        assertTrue(exists());
    }

    @AsyncTest
    void close_fileOfSomebodyElseInItsPlace_staysThere() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            Files.delete(path);
            Files.writeString(path, "mine");
        }
        assertEquals("mine", Files.readString(path));
    }

    @AsyncTest
    void close_fileThatIsGone_isNoError() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            Files.delete(path);
        }
        assertFalse(exists());
    }

    @AsyncTest
    void start_staleSocket_isReplaced() throws IOException {
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(exists());
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            talk(path);
        }
    }

    @AsyncTest
    void start_socketThatIsServed_isLeftAlone() throws IOException {
        try (var _ = startUnixServer(UnixSocketTest::echo, path)) {
            Object file = Files.readAttributes(path, "fileKey", LinkOption.NOFOLLOW_LINKS);
            var error =
                    assertThrows(
                            BindException.class, () -> startUnixServer(UnixSocketTest::echo, path));
            assertTrue(
                    error.getMessage().startsWith("cannot listen on " + path + ": "),
                    error.getMessage());
            assertEquals(file, Files.readAttributes(path, "fileKey", LinkOption.NOFOLLOW_LINKS));
            talk(path);
        }
        assertFalse(exists());
    }

    @AsyncTest
    void start_socketWhoseBacklogIsFull_isLeftAlone() throws IOException {
        var clients = new ArrayList<SocketChannel>();
        try (var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var address = UnixDomainSocketAddress.of(path);
            busy.bind(address, 1);
            try {
                while (true) {
                    var client = SocketChannel.open(StandardProtocolFamily.UNIX);
                    clients.add(client);
                    client.configureBlocking(false);
                    client.connect(address);
                }
            } catch (SocketException e) {
                // it is full
            }
            Object file = Files.readAttributes(path, "fileKey", LinkOption.NOFOLLOW_LINKS);
            assertThrows(BindException.class, () -> startUnixServer(UnixSocketTest::echo, path));
            assertEquals(file, Files.readAttributes(path, "fileKey", LinkOption.NOFOLLOW_LINKS));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @AsyncTest
    void start_fileThatIsNoSocket_isLeftAlone() throws IOException {
        Files.writeString(path, "mine");
        assertThrows(BindException.class, () -> startUnixServer(UnixSocketTest::echo, path));
        assertEquals("mine", Files.readString(path));
    }

    @AsyncTest
    void start_noSuchFolder_isNamed() {
        Path nowhere = folder.resolve("no").resolve("where");
        var error =
                assertThrows(
                        BindException.class, () -> startUnixServer(UnixSocketTest::echo, nowhere));
        assertTrue(error.getMessage().contains(nowhere.toString()), error.getMessage());
    }

    @AsyncTest
    void connect_nobodyThere_namesTheFile() {
        var error = assertThrows(ConnectException.class, () -> openUnixConnection(path));
        assertTrue(
                error.getMessage().startsWith("cannot connect to " + path + ": "),
                error.getMessage());
        assertNotEquals("", error.getMessage());
    }

    @AsyncTest
    void options_ofTcpOnly_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        openUnixConnection(
                                path, o -> o.withLocalAddress(new java.net.InetSocketAddress(0))));
    }
}
