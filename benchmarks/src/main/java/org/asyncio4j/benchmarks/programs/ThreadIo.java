package org.asyncio4j.benchmarks.programs;

import org.asyncio4j.benchmarks.programs.Stopwatch.Sized;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same by what the JDK has: {@code FILE URL SECONDS WORK...}. */
final class ThreadIo {
    private static final int CONNECTIONS = 100;

    private ThreadIo() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        URI url = URI.create(arguments[1]);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .executor(threads)
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(url).build();
            Map<String, Sized> works =
                    Map.of(
                            "lines", new Sized(1, _ -> lines(file)),
                            "fetch",
                                    new Sized(
                                            1_000,
                                            pages -> {
                                                List<Future<?>> all = new ArrayList<>();
                                                for (int i = 0; i < CONNECTIONS; i++) {
                                                    all.add(
                                                            threads.submit(
                                                                    () ->
                                                                            fetch(
                                                                                    client, request,
                                                                                    pages)));
                                                }
                                                for (Future<?> one : all) {
                                                    one.get();
                                                }
                                                return pages;
                                            }));
            Stopwatch.time(List.of(arguments).subList(2, arguments.length), works);
        }
    }

    private static Void fetch(HttpClient client, HttpRequest request, int pages)
            throws IOException, InterruptedException {
        for (int i = 0; i < pages / CONNECTIONS; i++) {
            client.send(request, BodyHandlers.ofByteArray());
        }
        return null;
    }

    private static long lines(Path path) throws IOException {
        long count = 0;
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                count += line.isEmpty() ? 0 : 1;
            }
        }
        return count;
    }
}
