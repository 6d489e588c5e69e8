import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var futures = new LinkedHashMap<String, Future<String>>();
                for (var name : List.of("a", "b", "c", "d")) {
                    futures.put(name, Future.pending());
                }
                futures.get("b").setResult("b");
                var completed = asCompleted(futures.values());
                getRunningLoop()
                        .callLater(
                                millis(10),
                                () -> {
                                    for (var name : List.of("d", "a", "c")) {
                                        futures.get(name).setResult(name);
                                    }
                                });
                for (var awaitable : completed.awaitables()) {
                    say(awaitable.await());
                }
            });
}
