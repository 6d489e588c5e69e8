package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link EchoContest} in TLS. */
final class TlsContest implements Group {
    private static final int CONNECTIONS = 100;
    private static final List<Integer> SIZES = List.of(64, 1_024, 16_384);

    private final Programs programs;

    TlsContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String title() {
        return "Echo in TLS";
    }

    @Override
    public String explanation() {
        return "As above, by "
                + CONNECTIONS
                + " connections in TLS 1.3, with the cipher that the server prefers. Java by the"
                + " JDK's engine, Python by OpenSSL.";
    }

    @Override
    public @Nullable String missing() {
        for (String program : List.of("go", "openssl")) {
            if (Programs.find(program).isEmpty()) {
                return program;
            }
        }
        return null;
    }

    private static String key(int size) {
        return "cpu-" + size;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (int size : SIZES) {
            String title = "CPU/request, " + EchoContest.size(size);
            metrics.add(new Metric(key(size), title, "us", false));
        }
        return metrics;
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        String[] pair = certificateAndKey();
        String serial = Programs.SERIAL;
        String carried = Programs.CARRIED;
        return List.of(
                programs.java("asyncio4j", "AsyncioEcho", serial, carried)
                        .with("tls-streams")
                        .with(pair),
                programs.java("asyncio4j, hand-off", "AsyncioEcho", serial)
                        .with("tls-streams")
                        .with(pair),
                programs.python("asyncio", "asyncio", "echo.py", "streams", "asyncio").with(pair),
                programs.python("uvloop", "uvloop", "echo.py", "streams", "uvloop").with(pair),
                programs.java("Netty, NIO", "NettyEcho", serial).with("nio").with(pair),
                programs.built("Go", "echo.go", "go", "build").with(pair));
    }

    private String[] certificateAndKey() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(programs.home().resolve("target/peers"));
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Programs.output(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()));
        return new String[] {certificate.toString(), key.toString()};
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        try (var server = ServerUnderLoad.startTls(contestant, programs)) {
            server.warmUp(1_024, 24 * effort.seconds());
            server.warmUp(16_384, 12 * effort.seconds());
            server.warmUp(64, 6 * effort.seconds());
            var values = new LinkedHashMap<String, Double>();
            for (int size : SIZES) {
                Map<String, Double> seen = server.load(CONNECTIONS, size, 3 * effort.seconds());
                double requests = seen.get("requests");
                if (requests > 0) {
                    values.put(key(size), seen.get("cpu") / requests * 1e6);
                }
            }
            return values;
        }
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }
}
