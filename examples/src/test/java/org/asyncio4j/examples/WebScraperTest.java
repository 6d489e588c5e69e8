package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The scraper against its own site, a real nginx, and servers that misbehave. */
@Execution(ExecutionMode.CONCURRENT)
class WebScraperTest {
    @TempDir Path directory;

    private Path saved() {
        return directory.resolve("saved");
    }

    private Result scrape(List<String> options, List<String> urls) throws Exception {
        var args = new ArrayList<>(List.of("-o", saved().toString()));
        args.addAll(options);
        args.addAll(urls);
        return Example.run("WebScraper", args.toArray(String[]::new));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(saved())) {
            return files.sorted().toList();
        }
    }

    @Test
    void scraper_withoutUrls_savesItsOwnSite() throws Exception {
        Result result = scrape(List.of(), List.of());

        assertEquals("", result.err());
        assertEquals(0, result.status());
        assertEquals(71, files().size());
        assertTrue(result.out().contains("71 pages, "), result.out());
        for (Path file : files()) {
            assertTrue(Files.readString(file).startsWith("<!doctype html>"), file.toString());
        }
    }

    @Test
    void scraper_of200PagesOfNginx_savesEveryByte() throws Exception {
        List<String> names = writePages(200);
        try (var nginx = Nginx.serve(directory.resolve("pages"), directory)) {
            List<String> urls = names.stream().map(name -> nginx.url("/" + name)).toList();

            Result result = scrape(List.of("-c", "50"), urls);

            assertEquals("", result.err());
            assertEquals(0, result.status());
            assertSaved(names);
        }
    }

    @Test
    void scraper_fiveUrlsWrong_savesTheRestAndSaysWhy() throws Exception {
        List<String> names = writePages(195);
        try (var nginx = Nginx.serve(directory.resolve("pages"), directory);
                var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var urls = new ArrayList<>(names.stream().map(name -> nginx.url("/" + name)).toList());
            String missing = nginx.url("/missing");
            String refused = "http://127.0.0.1:" + closedPort() + "/";
            String timedOut = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            String unknown = "http://no-such-host.invalid/";
            String malformed = "http://127.0.0.1:99999/";
            urls.addAll(50, List.of(missing, refused, timedOut, unknown, malformed));

            Result result = scrape(List.of("--timeout", "8"), urls);

            assertEquals(1, result.status());
            assertSaved(names);
            assertTrue(result.out().contains("195 pages, "), result.out());
            assertTrue(result.out().contains("5 failed"), result.out());
            assertEquals(5, result.err().lines().count(), result.err());
            assertReason(result, missing, "404");
            assertReason(result, refused, "refused");
            assertReason(result, timedOut, "longer than 8 s");
            assertReason(result, unknown, "not known");
            assertReason(result, malformed, "port");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void assertReason(Result result, String url, String reason) {
        assertTrue(
                result.err().lines().anyMatch(line -> line.contains(url) && line.contains(reason)),
                "no line with " + url + " and " + reason + ":\n" + result.err());
    }

    /** Pages of all sizes up to 300 KB, the same in every run. */
    private List<String> writePages(int count) throws IOException {
        Path pages = Files.createDirectories(directory.resolve("pages"));
        var random = new Random(7);
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var content = new byte[random.nextInt(i % 10 == 0 ? 300_000 : 20_000)];
            random.nextBytes(content);
            Files.write(pages.resolve("page-" + i), content);
            names.add("page-" + i);
        }
        return names;
    }

    private void assertSaved(List<String> names) throws IOException {
        List<Path> files = files();
        assertEquals(names.size(), files.size());
        for (Path file : files) {
            String name = file.getFileName().toString().replaceFirst(".*_", "");
            assertArrayEquals(
                    Files.readAllBytes(directory.resolve("pages").resolve(name)),
                    Files.readAllBytes(file),
                    name);
        }
    }

    @Test
    void fileNames_ofHostileUrls_stayInTheDirectory() throws Exception {
        Path inside = Files.createDirectories(saved());
        HttpServer server = startServer(0);
        try {
            String site = "http://127.0.0.1:" + server.getAddress().getPort();
            var urls =
                    List.of(
                            site + "/../../escaped",
                            site + "/%2e%2e/%2e%2e/escaped",
                            site + "/..%2f..%2fescaped",
                            site + "/a/b?c=/../../escaped",
                            site + "/..\\..\\escaped",
                            site + "/" + "long/".repeat(200),
                            "http://../escaped",
                            "..",
                            "/etc/passwd");

            Result result = scrape(List.of(), urls);

            assertEquals(1, result.status());
            assertEquals(3, result.err().lines().count(), result.err());
            assertEquals(6, files().size());
            try (Stream<Path> all = Files.walk(directory)) {
                assertEquals(6, all.filter(Files::isRegularFile).count());
            }
            for (Path file : files()) {
                assertEquals(inside, file.getParent());
                assertEquals("page", Files.readString(file));
            }
        } finally {
            server.stop(0);
        }
    }

    /** Answers everything with a small page, followed by so many bytes. */
    private static HttpServer startServer(int more) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(address, 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = ("page" + " ".repeat(more)).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    /** As with a full disk: the system refuses to write on. */
    @Test
    void write_refusedBySystem_isOneLineAndLeavesNoPart() throws Exception {
        HttpServer small = startServer(0);
        HttpServer large = startServer(5_000_000);
        try {
            String good = "http://127.0.0.1:" + small.getAddress().getPort() + "/good";
            String bad = "http://127.0.0.1:" + large.getAddress().getPort() + "/bad";
            var command = Example.command("WebScraper", "-o", saved().toString(), good, bad);
            var limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 2000; exec \"$@\"", "sh"));
            limited.addAll(command);
            Process process = new ProcessBuilder(limited).start();
            String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

            assertEquals(1, process.waitFor(), err);
            assertTrue(err.lines().anyMatch(line -> line.startsWith("failed  " + bad)), err);
            assertTrue(err.contains("File too large"), err);
            assertEquals(1, files().size());
        } finally {
            small.stop(0);
            large.stop(0);
        }
    }

    @Test
    void ctrlC_midway_closesFilesAndExitsWith130() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            HttpServer server = startServer(0);
            try {
                String quick = "http://127.0.0.1:" + server.getAddress().getPort() + "/quick";
                String never = "http://127.0.0.1:" + silent.getLocalPort() + "/never";
                Process process =
                        new ProcessBuilder(
                                        Example.command(
                                                "WebScraper",
                                                "-o",
                                                saved().toString(),
                                                quick,
                                                never))
                                .redirectErrorStream(true)
                                .start();
                var reader =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                String line = reader.readLine();
                while (line != null && !line.startsWith("saved")) {
                    line = reader.readLine();
                }
                // Half of the other page is there and its file open.
                try (var half = silent.accept()) {
                    half.getOutputStream()
                            .write(
                                    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                                            .getBytes(UTF_8));
                    awaitFile(".part");
                    new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor();
                    String rest = reader.readAllAsString();

                    assertEquals(130, process.waitFor(), rest);
                    assertEquals("", rest);
                }
                assertEquals(1, files().size());
                assertEquals("page", Files.readString(files().getFirst()));
            } finally {
                server.stop(0);
            }
        }
    }

    private void awaitFile(String ending) throws IOException {
        while (files().stream().noneMatch(file -> file.toString().endsWith(ending))) {
            Thread.onSpinWait();
        }
    }
}
