package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An echo server on one processor and the program that puts it under load on another. */
final class ServerUnderLoad implements AutoCloseable {
    private final Process server;
    private final Contestant load;
    private final String port;

    private ServerUnderLoad(Process server, Contestant load, String port) {
        this.server = server;
        this.load = load;
        this.port = port;
    }

    static ServerUnderLoad start(Contestant contestant, Programs programs)
            throws IOException, InterruptedException {
        Contestant load = programs.built("load", "load.c", "gcc", "-O2");
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
        return new ServerUnderLoad(server, load, line.substring("port ".length()));
    }

    /**
     * What a load says of itself: {@code requests}, {@code seconds}, and the {@code cpu} seconds of
     * the server.
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
