import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String slow() {
    sleep(millis(30));
    return "coroutine";
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<String> a = Future.pending();
                Future<String> b = Future.pending();
                var coroutine = async(() -> slow());
                loop.callLater(millis(20), () -> a.setResult("a"));
                loop.callLater(millis(10), () -> b.setResult("b"));
                for (var awaitable :
                        asCompleted(List.of(a, coroutine, b, a, coroutine, b)).awaitables()) {
                    say(awaitable.await());
                }
            });
}
