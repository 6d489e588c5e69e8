package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.test.MemoryStreams;
import org.asyncio4j.test.StreamPair;

import java.io.IOException;
import java.time.Duration;

/**
 * The programs of the {@link CancellationFuzzTest} that talk through connections. In memory, so
 * that they do the same each time; {@link FuzzThreadPrograms} has some with sockets. Every static
 * method here that takes a {@link FuzzProbe} is one.
 */
final class FuzzStreamPrograms {
    /** More than the ends and the link between them hold. */
    private static final int LARGE = 1 << 19;

    private static final TlsContext CLIENT_TLS = TestCertificates.client();
    private static final TlsContext SERVER_TLS = TestCertificates.server();

    private FuzzStreamPrograms() {}

    /** Half a connection; closed whatever happens. */
    private interface Side {
        void talk(Connection connection) throws IOException;
    }

    /** Runs a program at each end. */
    private static void converse(FuzzProbe probe, StreamPair pair, Side first, Side second) {
        try {
            gather(
                    () -> talk(probe, pair.first(), first),
                    () -> talk(probe, pair.second(), second));
        } finally {
            pair.first().abort(); // a task that is cancelled before it begins closes nothing
            pair.second().abort();
        }
    }

    private static void talk(FuzzProbe probe, Connection connection, Side side) {
        try (var _ = probe.open();
                connection) {
            side.talk(connection);
            connection.close();
            probe.check(connection.isClosing(), "it was closed and is open");
        } catch (IOException e) {
            probe.checkIfUndisturbed(false, "it broke: " + e);
        }
    }

    private static void echo(Connection connection) throws IOException {
        for (String line = connection.reader().readLine();
                line != null;
                line = connection.reader().readLine()) {
            connection.writer().write(line + "\n");
        }
    }

    // ---- talking

    static void reading(FuzzProbe probe) {
        var pair = MemoryStreams.pair(o -> o.withChunkSize(3));
        converse(
                probe,
                pair,
                connection -> {
                    connection.writer().write("ping\n");
                    probe.checkIfUndisturbed(
                            "ping".equals(connection.reader().readLine()), "no line");
                    connection.writer().write("12345\n");
                    probe.checkIfUndisturbed(
                            connection.reader().readExactly(6).length == 6, "no bytes");
                    connection.writer().write("end--\n");
                    connection.reader().readUntil(new byte[] {'-', '-'});
                    connection.writer().writeEof();
                    connection.reader().readAllBytes();
                },
                FuzzStreamPrograms::echo);
    }

    static void startingTls(FuzzProbe probe) {
        var pair = MemoryStreams.pair(o -> o.withChunkSize(200));
        converse(
                probe,
                pair,
                connection -> {
                    connection.startTls(CLIENT_TLS, "localhost");
                    connection.writer().write("ping\n");
                    probe.checkIfUndisturbed(
                            "ping".equals(connection.reader().readLine()), "no line");
                    connection.writer().writeEof();
                    connection.reader().readAllBytes();
                },
                connection -> {
                    connection.startTls(SERVER_TLS);
                    echo(connection);
                });
    }

    static void readingWithLatency(FuzzProbe probe) {
        var pair = MemoryStreams.pair(o -> o.withLatency(millis(5)));
        converse(
                probe,
                pair,
                connection -> {
                    connection.writer().write("ping\n");
                    connection.reader().readLine();
                },
                FuzzStreamPrograms::echo);
    }

    static void writingToASlowReader(FuzzProbe probe) {
        var pair = MemoryStreams.pair(o -> o.withCapacity(50_000));
        converse(
                probe,
                pair,
                connection -> {
                    connection.writer().write(new byte[LARGE]);
                    connection.writer().drain();
                },
                connection -> {
                    for (int i = 0; i < 4; i++) {
                        sleep(seconds(1));
                        connection.reader().readExactly(LARGE / 4);
                    }
                });
    }

    static void severalWriters(FuzzProbe probe) {
        var pair = MemoryStreams.pair();
        converse(
                probe,
                pair,
                connection -> {
                    VoidBlock<IOException> write =
                            () -> connection.writer().write(new byte[LARGE / 4]);
                    gather(write, write, write, connection.writer()::drain, write);
                },
                connection -> connection.reader().readExactly(LARGE));
    }

    static void closingWithDataUnsent(FuzzProbe probe) {
        var pair = MemoryStreams.pair();
        converse(
                probe,
                pair,
                connection -> {
                    var write = createTask(() -> connection.writer().write(new byte[LARGE]));
                    try {
                        sleep(Duration.ZERO);
                        connection.close();
                    } finally {
                        write.cancel();
                        gatherOutcomes(write);
                    }
                },
                connection -> connection.reader().readAllBytes());
    }

    static void waitingForTheEnd(FuzzProbe probe) {
        var pair = MemoryStreams.pair();
        converse(
                probe,
                pair,
                connection -> connection.writer().waitClosed(),
                connection -> {
                    sleep(seconds(1));
                    pair.first().writer().close();
                });
    }

    static void readingWithATimeLimitInMemory(FuzzProbe probe) {
        var pair = MemoryStreams.pair();
        converse(
                probe,
                pair,
                connection -> {
                    try {
                        timeout(seconds(1), connection.reader()::readLine);
                        probe.checkIfUndisturbed(false, "no time-out");
                    } catch (TimeoutException e) {
                        connection.writer().write("too slow\n");
                    }
                },
                connection -> connection.reader().readLine());
    }

    // ---- breaking

    /** The other end goes away while this one does all it can. */
    static void losingThePeer(FuzzProbe probe) {
        var pair = MemoryStreams.pair();
        try (var _ = probe.open()) {
            gather(
                    () -> ignoringErrors(() -> pair.first().writer().write(new byte[LARGE])),
                    () -> ignoringErrors(() -> pair.first().reader().readExactly(1)),
                    () -> ignoringErrors(pair.first().writer()::waitClosed),
                    () -> {
                        sleep(millis(1));
                        pair.second().abort();
                    });
        } finally {
            pair.first().abort();
            pair.second().abort();
        }
    }

    private static void ignoringErrors(VoidBlock<IOException> work) {
        try {
            work.run();
        } catch (IOException e) {
            // As expected.
        }
    }

    static void reset(FuzzProbe probe) {
        var pair = MemoryStreams.pair(o -> o, o -> o.withResetAfter(7));
        try (var _ = probe.open()) {
            gather(
                    () -> {
                        pair.first().writer().write("ping\nping\nping\n");
                        ignoringErrors(() -> pair.first().reader().readExactly(15));
                        ignoringErrors(pair.first()::close);
                    },
                    () -> {
                        ignoringErrors(() -> echo(pair.second()));
                        ignoringErrors(pair.second()::close);
                    });
        } finally {
            pair.first().abort();
            pair.second().abort();
        }
    }
}
