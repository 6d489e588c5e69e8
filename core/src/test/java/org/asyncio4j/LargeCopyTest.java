package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/**
 * Gigabytes through one connection, in a JVM whose memory is small: 5 of them, or fewer where the
 * stress tests are to be short.
 */
@Tag("stress")
class LargeCopyTest {
    private static final long GIGABYTES = Long.getLong("asyncio4j.stress.seconds", 60) < 60 ? 1 : 5;

    @Test
    void tcp_gigabytes_arriveUnchangedWithLittleMemory() throws Exception {
        check("tcp");
    }

    @Test
    void tls_gigabytes_arriveUnchangedWithLittleMemory() throws Exception {
        check("tls");
    }

    private static void check(String kind) throws Exception {
        var child =
                ChildJvm.start(
                        Copy.class,
                        ChildJvm.QUIET,
                        "-Xmx48m",
                        "-XX:MaxDirectMemorySize=8m",
                        "-Dkind=" + kind,
                        "-Dbytes=" + (GIGABYTES << 30));
        var result = ChildJvm.finish(child, 600);
        assertEquals("the checksums are equal\n", result.output());
        assertEquals(0, result.exitCode());
    }

    static final class Copy {
        private static final int PIECE = 1 << 20;

        public static void main(String[] args) throws Exception {
            boolean isTls = System.getProperty("kind").equals("tls");
            long bytes = Long.getLong("bytes");
            UnaryOperator<ServerOptions> serving =
                    isTls ? o -> o.withTls(TestCertificates.server()) : o -> o;
            UnaryOperator<ConnectionOptions> connecting =
                    isTls ? o -> o.withTls(TlsContext.client().withoutVerification()) : o -> o;
            Asyncio.run(
                    () -> {
                        try (var server = startServer(Copy::receive, "127.0.0.1", 0, serving);
                                var client =
                                        openConnection("127.0.0.1", server.port(), connecting)) {
                            long sum = send(client, bytes);
                            String received = client.reader().readLine();
                            IO.println(
                                    received.equals(bytes + " " + sum)
                                            ? "the checksums are equal"
                                            : received + " is not " + bytes + " " + sum);
                        }
                    });
        }

        private static long send(Connection client, long bytes) throws IOException {
            byte[] piece = new byte[PIECE];
            new Random(1).nextBytes(piece);
            var sum = new CRC32C();
            for (long sent = 0; sent < bytes; sent += PIECE) {
                piece[(int) (sent / PIECE % PIECE)]++; // no two pieces are alike
                sum.update(piece);
                client.writer().writeAll(List.of(ByteBuffer.wrap(piece)));
            }
            client.writer().writeEof();
            return sum.getValue();
        }

        private static void receive(Connection connection) throws IOException {
            var sum = new CRC32C();
            long count = 0;
            ByteBuffer buffer = ByteBuffer.allocate(PIECE);
            while (connection.reader().read(buffer.clear()) >= 0) {
                buffer.flip();
                count += buffer.remaining();
                sum.update(buffer);
            }
            connection.writer().write(count + " " + sum.getValue() + "\n");
        }
    }
}
