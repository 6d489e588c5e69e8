import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(Future<Void> ended) {
    try {
        Future.pending().await();
    } finally {
        say("work ends");
        ended.setResult(null);
    }
}

void main() throws Exception {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<Void> ended = Future.pending();
                say(
                        toThread(
                                () -> {
                                    var future = runCoroutineThreadsafe(loop, () -> work(ended));
                                    try {
                                        return future.get(10, TimeUnit.MILLISECONDS);
                                    } catch (java.util.concurrent.TimeoutException e) {
                                        return List.of(
                                                future.isDone(),
                                                future.cancel(true),
                                                future.isCancelled());
                                    }
                                }));
                ended.await();
            });
}
