package org.asyncio4j.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx with a configuration of its own that serves a directory on a free loopback port. */
final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one whose own files are in {@code work}; without nginx the test counts as not run. */
    static Nginx serve(Path pages, Path work) throws Exception {
        return serve(pages, work, "", "");
    }

    /** {@link #serve(Path, Path)} over TLS. */
    static Nginx serveTls(Path pages, Path work, TestCertificate certificate) throws Exception {
        String lines =
                "ssl_certificate %s; ssl_certificate_key %s;"
                        .formatted(certificate.chain(), certificate.key());
        return serve(pages, work, " ssl", lines);
    }

    private static Nginx serve(Path pages, Path work, String listenOptions, String lines)
            throws Exception {
        String program = Tool.find("nginx");
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
                                listen 127.0.0.1:%d%s;
                                root %s;
                                %s
                            }
                        }
                        """
                                .formatted(
                                        System.getProperty("user.name"),
                                        port,
                                        listenOptions,
                                        pages,
                                        lines));
        Process process =
                new ProcessBuilder(
                                program,
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

    int port() {
        return port;
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
