package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server that sends back what it is sent, under a load with one request per connection. */
final class EchoContest implements Group {
    private static final List<Integer> CONNECTIONS = List.of(10, 100, 1_000);
    private static final List<Integer> SIZES = List.of(64, 1_024, 16_384);
    static final String LIMIT = "C, epoll";

    private final Programs programs;

    EchoContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String title() {
        return "TCP echo";
    }

    @Override
    public String explanation() {
        return "The server on one processor, the load on another; each connection has one request"
                + " under way. JVMs: `-XX:+UseSerialGC`. asyncio4j, asyncio and uvloop read arrays from"
                + " streams and write them unless something else is named.";
    }

    /** The least that a server has to do, by calls of the system from C. */
    static Contestant limit(Programs programs) throws IOException, InterruptedException {
        return programs.built(LIMIT, "echo.c", "gcc", "-O2");
    }

    private static String key(String what, int connections, int size) {
        return what + "-" + connections + "x" + size;
    }

    private static String cell(int connections, int size) {
        return "%,d connections, %s".formatted(connections, size(size));
    }

    static String size(int bytes) {
        return bytes < 1_024 ? bytes + " B" : bytes / 1_024 + " KiB";
    }

    @Override
    public @Nullable String missing() {
        return ServerUnderLoad.missing();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            for (int size : SIZES) {
                String cell = cell(connections, size);
                metrics.add(
                        new Metric(
                                key("cpu", connections, size),
                                "CPU/request, " + cell,
                                "us",
                                false));
                metrics.add(
                        new Metric(
                                key("rate", connections, size),
                                "requests/s, " + cell,
                                "1/s",
                                true));
            }
        }
        return metrics;
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        String serial = Programs.SERIAL;
        String carried = Programs.CARRIED;
        return List.of(
                programs.java("asyncio4j", "AsyncioEcho", serial, carried).with("streams"),
                programs.java("asyncio4j, transferTo", "AsyncioEcho", serial, carried)
                        .with("transfer"),
                programs.java("asyncio4j, protocol", "AsyncioEcho", serial, carried)
                        .with("protocol"),
                programs.java("asyncio4j, hand-off", "AsyncioEcho", serial).with("streams"),
                limit(programs),
                programs.python("asyncio", "asyncio", "echo.py", "streams", "asyncio"),
                programs.python("uvloop", "uvloop", "echo.py", "streams", "uvloop"),
                programs.python("uvloop, protocol", "uvloop", "echo.py", "protocol", "uvloop"),
                programs.java("Netty, NIO", "NettyEcho", serial).with("nio"),
                programs.java("Netty, epoll", "NettyEcho", serial).with("epoll"),
                programs.java("Netty, io_uring", "NettyEcho", serial).with("io_uring"),
                programs.java("Vert.x", "VertxEcho", serial),
                programs.built("Go", "echo.go", "go", "build"),
                programs.cargo("Tokio", "tokio", "tokio-echo"));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        try (var server = ServerUnderLoad.start(contestant, programs)) {
            server.warmUp(1_024, 12 * effort.seconds());
            server.warmUp(16_384, 6 * effort.seconds());
            server.warmUp(64, 6 * effort.seconds());
            var values = new LinkedHashMap<String, Double>();
            for (int connections : CONNECTIONS) {
                for (int size : SIZES) {
                    Map<String, Double> seen = server.load(connections, size, 2 * effort.seconds());
                    double requests = seen.get("requests");
                    if (requests > 0) {
                        values.put(key("cpu", connections, size), seen.get("cpu") / requests * 1e6);
                        values.put(key("rate", connections, size), requests / seen.get("seconds"));
                    }
                }
            }
            return values;
        }
    }

    @Override
    public List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            for (int size : SIZES) {
                bars.add(new Bar(key("cpu", connections, size), List.of(LIMIT), 1 / 1.25));
                String rate = key("rate", connections, size);
                bars.add(new Bar(rate, List.of("uvloop"), 2));
                bars.add(new Bar(rate, List.of("Netty, NIO", "Netty, epoll"), 1));
            }
        }
        return bars;
    }
}
