package org.asyncio4j.examples;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An nginx with a configuration of its own that serves a directory on a free loopback port. */
final class Nginx implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one whose own files are in {@code work}; without nginx the test counts as not run. */
    static Nginx serve(Path pages, Path work) throws Exception {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (program == null && isRequired()) {
            throw new AssertionError("nginx is required and not found");
        }
        Assumptions.assumeTrue(program != null, "nginx is not installed");
        int port = freePort();
        Path config =
                Files.writeString(
                        work.resolve("nginx.conf"),
                        """
                        daemon off;
                        user %s;
                        pid nginx.pid;
                        error_log stderr;
                        events { worker_connections 500; }
                        http {
                            access_log off;
                            client_body_temp_path body;
                            proxy_temp_path proxy;
                            fastcgi_temp_path fastcgi;
                            uwsgi_temp_path uwsgi;
                            scgi_temp_path scgi;
                            server {
                                listen 127.0.0.1:%d;
                                root %s;
                            }
                        }
                        """
                                .formatted(System.getProperty("user.name"), port, pages));
        Process process =
                new ProcessBuilder(
                                String.valueOf(program),
                                "-p",
                                work.toString(),
                                "-e",
                                "stderr",
                                "-c",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("nginx.log").toFile())
                        .start();
        var nginx = new Nginx(process, port);
        nginx.awaitStart(work);
        return nginx;
    }

    private static boolean isRequired() {
        List<String> required = List.of(System.getProperty("asyncio4j.require", "").split(","));
        return required.contains("all") || required.contains("nginx");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Path work) throws Exception {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            "nginx ended: " + Files.readString(work.resolve("nginx.log")), e);
                }
            }
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
