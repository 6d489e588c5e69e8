package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a connection weighs that has nothing to say. */
final class IdleContest implements Group {
    private static final int COUNT = 15_000;

    /** A small young generation, so that garbage, and the room for it, count little. */
    private static final String SMALL = "-Xmn16m";

    private final Programs programs;

    IdleContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "Idle connections";
    }

    @Override
    public String explanation() {
        return "By how much the memory of an echo server that was under load grows with each of the"
                + " last 7,500 of 15,000 connections, when all are open and have had one echo."
                + " JVMs: `-XX:+UseSerialGC -Xmn16m`. Go and Tokio keep a buffer of 64 KiB for each,"
                + " which counts as far as it was touched.";
    }

    @Override
    public @Nullable String missing() {
        return ServerUnderLoad.missing();
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new Metric("resident", "memory of the process for each", "B", false));
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        String serial = Programs.SERIAL;
        String carried = Programs.CARRIED;
        return List.of(
                programs.java("asyncio4j", "AsyncioEcho", serial, SMALL, carried).with("streams"),
                programs.java("asyncio4j, protocol", "AsyncioEcho", serial, SMALL, carried)
                        .with("protocol"),
                programs.java("asyncio4j, hand-off", "AsyncioEcho", serial, SMALL).with("streams"),
                EchoContest.limit(programs),
                programs.python("asyncio", "asyncio", "echo.py", "streams", "asyncio"),
                programs.python("uvloop", "uvloop", "echo.py", "streams", "uvloop"),
                programs.java("Netty, NIO", "NettyEcho", serial, SMALL).with("nio"),
                programs.java("Vert.x", "VertxEcho", serial, SMALL),
                programs.built("Go", "echo.go", "go", "build"),
                programs.cargo("Tokio", "tokio", "tokio-echo"));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        try (var server = ServerUnderLoad.start(contestant, programs)) {
            server.load(100, 1_024, 10 * effort.seconds());
            Map<String, Double> seen = server.load(COUNT, 64, 0);
            double grown = seen.get("resident") - seen.get("half");
            return Map.of("resident", grown / (COUNT - COUNT / 2));
        }
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }
}
