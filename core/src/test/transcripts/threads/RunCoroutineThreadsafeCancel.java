import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(Future<Void> begun, Future<Void> ended) {
    begun.setResult(null);
    try {
        ended.await();
    } finally {
        say("work ends", ended.isCancelled());
    }
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<Void> begun = Future.pending();
                Future<Void> ended = Future.pending();
                var future = toThread(() -> runCoroutineThreadsafe(loop, () -> work(begun, ended)));
                begun.await();
                var answers = toThread(() -> List.of(future.cancel(true), future.isCancelled()));
                waitAll(List.of(ended));
                sleep(seconds(0));
                say(answers);
            });
}
