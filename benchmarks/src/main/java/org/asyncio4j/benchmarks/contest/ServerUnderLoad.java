package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An echo server on one processor and the program that puts it under load on another. */
final class ServerUnderLoad implements AutoCloseable {
    private final Contestant contestant;
    private final Process server;
    private final Contestant load;
    private final String port;

    private ServerUnderLoad(Contestant contestant, Process server, Contestant load, String port) {
        this.contestant = contestant;
        this.server = server;
        this.load = load;
        this.port = port;
    }

    /** What a load without TLS needs and is not installed, if anything. */
    static @Nullable String missing() {
        return Programs.find("gcc").isEmpty() ? "gcc" : null;
    }

    static ServerUnderLoad start(Contestant contestant, Programs programs)
            throws IOException, InterruptedException {
        return start(contestant, programs.built("load", "load.c", "gcc", "-O2"));
    }

    static ServerUnderLoad startTls(Contestant contestant, Programs programs)
            throws IOException, InterruptedException {
        return start(contestant, programs.built("load", "tlsload.go", "go", "build"));
    }

    private static ServerUnderLoad start(Contestant contestant, Contestant load)
            throws IOException, InterruptedException {
        if (load.missing() != null) {
            throw new IOException("no load: " + load.missing());
        }
        Process server =
                new ProcessBuilder(Programs.pinned(0, contestant.command()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String line = String.valueOf(server.inputReader().readLine());
        if (!line.startsWith("port ")) {
            server.destroy();
            throw new IOException(contestant.name() + " did not start: " + line);
        }
        return new ServerUnderLoad(contestant, server, load, line.substring("port ".length()));
    }

    /** Puts a server that has to be compiled under load until it is. */
    void warmUp(int size, double seconds) throws IOException, InterruptedException {
        if (Programs.isJava(contestant)) {
            load(100, size, seconds);
        }
    }

    /**
     * What a load says of itself: {@code requests}, {@code seconds}, and the {@code cpu} seconds of
     * the server. Without TLS also the bytes of the server's memory: {@code resident} when it had
     * all connections, {@code half} when it had half of them.
     */
    Map<String, Double> load(int connections, int size, double seconds)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(load.command());
        command.addAll(
                List.of(
                        port,
                        Integer.toString(connections),
                        Integer.toString(size),
                        Double.toString(seconds),
                        Long.toString(server.pid())));
        return Programs.run(Programs.pinned(1, command));
    }

    @Override
    public void close() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }
}
