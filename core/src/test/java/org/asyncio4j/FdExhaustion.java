package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of {@link FdExhaustionTest} that may have few files open: says its port and what its
 * loop reports and when, and does what lines that clients send tell it to.
 */
final class FdExhaustion {
    private static final String HOST = "127.0.0.1";

    private FdExhaustion() {}

    static void main() throws Exception {
        loadOurClasses();
        Asyncio.run(
                () -> {
                    getRunningLoop()
                            .setExceptionHandler(
                                    (loop, context) ->
                                            IO.println(
                                                    "report: "
                                                            + loop.time().toMillis()
                                                            + " ms "
                                                            + context.message()));
                    var end = Future.<Void>pending();
                    try (var server = startServer(c -> serve(c, end), HOST, 0)) {
                        IO.println("port: " + server.port());
                        end.await();
                    }
                });
    }

    /** Where classes are files and not in a jar, loading one takes a descriptor, too. */
    static void loadOurClasses() throws Exception {
        for (Class<?> one : List.of(Asyncio.class, FdExhaustion.class)) {
            Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root.resolve("org/asyncio4j"))) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                        load(root.relativize(file).toString());
                    }
                }
            }
        }
    }

    private static void load(String file) throws ClassNotFoundException {
        String name = file.substring(0, file.length() - ".class".length());
        var loader = FdExhaustion.class.getClassLoader();
        if (!name.endsWith("TaskThreads")) { // needs a way that only the carried back-end opens
            Class.forName(name.replace(File.separatorChar, '.'), false, loader);
        }
    }

    private static void serve(Connection connection, Future<Void> end) throws IOException {
        for (String line : connection.reader().lines()) {
            switch (line) {
                case "end" -> end.setResult(null);
                case "connect" -> connection.writer().write(connectUntilThatFails() + "\n");
                default -> connection.writer().write(line + "\n");
            }
        }
    }

    /** Opens connections to nobody's port of its own until there are no more descriptors. */
    private static String connectUntilThatFails() throws IOException {
        List<Connection> connections = new ArrayList<>();
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), 1000);
            var address = (InetSocketAddress) listening.getLocalAddress();
            while (true) {
                connections.add(openConnection(HOST, address.getPort()));
            }
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }
}
