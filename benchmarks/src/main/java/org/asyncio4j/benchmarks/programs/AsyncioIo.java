package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.AsyncFile;
import org.asyncio4j.benchmarks.programs.Stopwatch.Sized;
import org.asyncio4j.http.ClientSession;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files and HTTP, by asyncio4j: {@code FILE URL SECONDS WORK...}. */
final class AsyncioIo {
    private static final int CONNECTIONS = 100;

    private AsyncioIo() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String url = arguments[1];
        List<String> rest = List.of(arguments).subList(2, arguments.length);
        run(
                () -> {
                    try (var session = ClientSession.open(o -> o.withLimit(CONNECTIONS))) {
                        Map<String, Sized> works =
                                Map.of(
                                        "lines", new Sized(1, _ -> lines(file)),
                                        "fetch", new Sized(1_000, n -> fetch(session, url, n)));
                        Stopwatch.time(rest, works);
                    }
                });
    }

    private static long lines(Path path) throws IOException {
        long count = 0;
        try (var file = AsyncFile.open(path)) {
            for (String line : file.lines()) {
                count += line.isEmpty() ? 0 : 1;
            }
        }
        return count;
    }

    /** So many pages, by tasks that each fetch one after the other. */
    private static long fetch(ClientSession session, String url, int pages) {
        taskGroup(
                group -> {
                    for (int i = 0; i < CONNECTIONS; i++) {
                        group.createTask(
                                () -> {
                                    for (int k = 0; k < pages / CONNECTIONS; k++) {
                                        try (var response = session.get(url)) {
                                            response.readAllBytes();
                                        }
                                    }
                                });
                    }
                });
        return pages;
    }
}
