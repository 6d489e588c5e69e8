package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The programs of the {@link CancellationFuzzTest} that use other threads, sockets and files, and
 * so take another course each time. Their clock stands still. Every static method here that takes a
 * {@link FuzzProbe} is one.
 */
final class FuzzThreadPrograms {
    private FuzzThreadPrograms() {}

    private static int work(FuzzProbe probe) {
        try (var _ = probe.open()) {
            Thread.yield();
            return 1;
        }
    }

    // ---- threads

    static void threads(FuzzProbe probe) {
        for (int i = 0; i < 3; i++) {
            int result = toThread(() -> work(probe));
            probe.check(result == 1, "the work's result is lost");
        }
        gather(
                getRunningLoop().runInExecutor(null, () -> work(probe)),
                getRunningLoop().runInExecutor(Thread::startVirtualThread, () -> work(probe)),
                async(() -> toThread(() -> work(probe))));
    }

    static void threadThatFails(FuzzProbe probe) {
        try (var _ = probe.openForTurns()) {
            try {
                toThread(
                        () -> {
                            throw new IOException("as planned");
                        });
                probe.check(false, "the error is lost");
            } catch (IOException e) {
                sleep(Duration.ZERO);
            }
        }
    }

    static void blockingCalls(FuzzProbe probe) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            try (var _ = probe.openForTurns()) {
                Thread.sleep(1);
            }
            sleep(Duration.ZERO);
        }
    }

    static void blockingCallsInAGroup(FuzzProbe probe) {
        taskGroup(
                group -> {
                    group.createTask(() -> blockingCalls(probe));
                    group.createTask(() -> blockingCalls(probe));
                    blockingCalls(probe);
                });
    }

    static void theirFutures(FuzzProbe probe) {
        CompletableFuture<Integer> stage = CompletableFuture.supplyAsync(() -> work(probe));
        await(stage);
        var task = new FutureTask<>(() -> work(probe));
        Thread.startVirtualThread(task);
        await(task);
        gather(
                wrapFuture(CompletableFuture.supplyAsync(() -> work(probe))),
                async(() -> await(CompletableFuture.supplyAsync(() -> work(probe)))));
    }

    static void otherThreadsRunCoroutines(FuzzProbe probe) throws IOException {
        var loop = getRunningLoop();
        toThread(
                () -> {
                    try {
                        runCoroutineThreadsafe(loop, () -> probe.holdForTurns()).get();
                        runCoroutineThreadsafe(loop, () -> probe.hold(Duration.ZERO)).cancel(true);
                    } catch (ExecutionException | InterruptedException e) {
                        throw new IOException(e);
                    }
                });
    }

    static void futuresForOtherThreads(FuzzProbe probe) {
        var task = createTask(() -> probe.holdForTurns());
        try {
            CompletableFuture<Integer> promise = task.toCompletableFuture();
            await(promise.thenApplyAsync(value -> value + 1));
        } finally {
            task.cancel();
        }
    }

    // ---- sockets

    private static void echo(Connection connection, FuzzProbe probe) {
        try (var _ = probe.openForTurns()) {
            while (true) {
                String line = connection.reader().readLine();
                if (line == null) {
                    return;
                }
                connection.writer().write(line + "\n");
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    static void echoing(FuzzProbe probe) throws IOException {
        try (var server = startServer(c -> echo(c, probe), "127.0.0.1", 0);
                var client = openConnection("127.0.0.1", server.port())) {
            client.writer().write("hello\nworld\n");
            probe.checkIfUndisturbed("hello".equals(client.reader().readLine()), "no echo");
            byte[] rest = client.reader().readExactly(6);
            probe.checkIfUndisturbed("world\n".equals(new String(rest, UTF_8)), "no echo");
            client.writer().writeEof();
            probe.checkIfUndisturbed(client.reader().readLine() == null, "no end");
        }
    }

    static void tlsEchoing(FuzzProbe probe) throws IOException {
        try (var server =
                        startServer(
                                c -> echo(c, probe),
                                "127.0.0.1",
                                0,
                                o -> o.withTls(TestCertificates.server()));
                var client =
                        openConnection(
                                "127.0.0.1",
                                server.port(),
                                o -> o.withTls(TestCertificates.client()))) {
            client.writer().write("hello\n");
            probe.checkIfUndisturbed("hello".equals(client.reader().readLine()), "no echo");
            client.writer().writeEof();
            probe.checkIfUndisturbed(client.reader().readLine() == null, "no end");
        }
    }

    static void manyClients(FuzzProbe probe) throws IOException {
        try (var server = startServer(c -> echo(c, probe), "127.0.0.1", 0)) {
            VoidBlock<IOException> client =
                    () -> {
                        try (var connection = openConnection("127.0.0.1", server.port())) {
                            connection.writer().write("ping\n");
                            connection.reader().readLine();
                        }
                    };
            taskGroup(
                    group -> {
                        for (int i = 0; i < 3; i++) {
                            group.createTask(client);
                        }
                    });
        }
    }

    static void muchData(FuzzProbe probe) throws IOException {
        int size = 1 << 20;
        ConnectionHandler send =
                connection -> {
                    try (var _ = probe.open()) {
                        connection.writer().write(new byte[size]);
                    } catch (IOException e) {
                        // The client has left.
                    }
                };
        try (var server = startServer(send, "127.0.0.1", 0);
                var client = openConnection("127.0.0.1", server.port())) {
            client.reader().readExactly(size);
            probe.checkIfUndisturbed(client.reader().readAllBytes().length == 0, "too much");
        }
    }

    static void serving(FuzzProbe probe) throws IOException {
        try (var server = startServer(c -> echo(c, probe), "127.0.0.1", 0)) {
            taskGroup(
                    group -> {
                        group.createTask(server::serveForever);
                        try (var client = openConnection("127.0.0.1", server.port())) {
                            client.writer().write("ping\n");
                            client.reader().readLine();
                        }
                        group.cancel();
                    });
        }
    }

    static void readingWithATimeLimit(FuzzProbe probe) throws IOException {
        try (var server = startServer(c -> echo(c, probe), "127.0.0.1", 0);
                var client = openConnection("127.0.0.1", server.port())) {
            try {
                timeout(Duration.ZERO, () -> client.reader().readLine());
                probe.check(false, "a line came from nowhere");
            } catch (TimeoutException e) {
                client.writer().write("still there\n");
            }
            probe.checkIfUndisturbed("still there".equals(client.reader().readLine()), "no echo");
        }
    }

    // ---- files

    static void files(FuzzProbe probe) throws IOException {
        Path path = probe.newFile();
        try {
            var options =
                    new StandardOpenOption[] {
                        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ
                    };
            try (var file = AsyncFile.open(path, options)) {
                file.write("one\ntwo\n".repeat(1000));
            }
            try (var file = AsyncFile.open(path)) {
                int count = 0;
                for (String line : file.lines()) {
                    count += line.length();
                }
                probe.check(count == 6000, "the file was cut to " + count);
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    static void filesInAGather(FuzzProbe probe) throws IOException {
        Path path = probe.newFile();
        Files.writeString(path, "0123456789".repeat(100));
        try (var file = AsyncFile.open(path)) {
            gather(() -> file.read(100), () -> file.readAllBytes(), () -> file.read(10));
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
