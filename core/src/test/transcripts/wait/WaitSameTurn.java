import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var futures = Stream.generate(Future::<Integer>pending).limit(3).toList();
                getRunningLoop()
                        .callLater(
                                millis(10),
                                () -> {
                                    futures.get(2).setResult(2);
                                    futures.get(0).setResult(0);
                                });
                var result = waitAny(futures);
                say(futures.stream().map(result.done()::contains).toList());
                futures.get(1).cancel();
            });
}
