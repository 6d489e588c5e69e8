package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a connection weighs that has nothing to say. */
final class IdleContest implements Group {
    private static final int COUNT = 10_000;

    /** What a server threw away is not to be taken for what it keeps. */
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
        return "10,000 idle connections";
    }

    @Override
    public String explanation() {
        return "By how much the memory of an echo server that was in use grows, for each connection"
                + " that has had one echo and is open. JVMs: `-XX:+UseSerialGC -Xmn16m`.";
    }

    @Override
    public @Nullable String missing() {
        return Programs.find("gcc").isEmpty() ? "gcc" : null;
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
                programs.built("C, epoll", "echo.c", "gcc", "-O2"),
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
            server.warmUp(contestant, 1_024, 10 * effort.seconds());
            double before = server.load(1, 64, 0).get("resident");
            double with = server.load(COUNT, 64, 0).get("resident");
            return Map.of("resident", (with - before) / COUNT);
        }
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }
}
