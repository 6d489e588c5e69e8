package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reading a file in lines, and fetching pages from nginx. */
final class IoContest implements Group {
    private static final int LINES = 100_000;
    private static final int PAGE = 10 * 1024;

    private final Programs programs;

    IoContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "io";
    }

    @Override
    public String title() {
        return "Files and HTTP";
    }

    @Override
    public String explanation() {
        return "Processor time, all threads included, of programs that have one processor each."
                + " Pages of 10 KiB from nginx by 100 connections; a file of 100,000 lines of 60 B."
                + " Python by aiohttp and aiofiles; the JDK by `HttpClient` and `BufferedReader`.";
    }

    @Override
    public @Nullable String missing() {
        return Programs.find("nginx").isEmpty() ? "nginx" : null;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.nanos("fetch", "fetch a page"), Metric.nanos("lines", "read a line"));
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        return List.of(
                programs.java("asyncio4j", "AsyncioIo", Programs.SERIAL, Programs.CARRIED),
                programs.java("asyncio4j, hand-off", "AsyncioIo", Programs.SERIAL),
                programs.python("asyncio", "aiohttp, aiofiles", "io_tasks.py", "asyncio"),
                programs.python("uvloop", "aiohttp, aiofiles, uvloop", "io_tasks.py", "uvloop"),
                programs.java("JDK", "ThreadIo", Programs.SERIAL));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("contest");
        Process nginx = null;
        try {
            Path file = directory.resolve("lines");
            Files.writeString(file, ("x".repeat(59) + "\n").repeat(LINES));
            Files.write(directory.resolve("page"), new byte[PAGE]);
            int port = freePort();
            nginx = startNginx(directory, port);
            var command = new ArrayList<>(contestant.command());
            command.addAll(
                    List.of(
                            file.toString(),
                            "http://127.0.0.1:" + port + "/page",
                            Double.toString(6 * effort.seconds()),
                            "fetch",
                            "lines"));
            return Programs.run(Programs.pinned(0, command));
        } finally {
            if (nginx != null) {
                nginx.destroy();
                nginx.waitFor();
            }
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process startNginx(Path directory, int port)
            throws IOException, InterruptedException {
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off;
                pid %1$s/pid;
                error_log stderr;
                worker_processes 1;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    keepalive_requests 1000000000;
                    client_body_temp_path %1$s;
                    server { listen 127.0.0.1:%2$d; root %1$s; }
                }
                """
                        .formatted(directory, port));
        Process nginx =
                new ProcessBuilder(
                                Programs.pinned(
                                        1,
                                        List.of(
                                                Programs.find("nginx").orElseThrow().toString(),
                                                "-c",
                                                configuration.toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int i = 0; i < 100 && !Files.exists(directory.resolve("pid")); i++) {
            Thread.sleep(20);
        }
        return nginx;
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }
}
