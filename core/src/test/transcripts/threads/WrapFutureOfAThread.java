import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(CountDownLatch goOn, boolean fails) throws InterruptedException {
    goOn.await();
    if (fails) {
        throw new Oops("thread");
    }
    return "result";
}

void main() {
    run(
            () -> {
                var goOn = new CountDownLatch(1);
                try (var executor = Executors.newSingleThreadExecutor()) {
                    var done = wrapFuture(executor.submit(() -> work(goOn, false)));
                    var failed = wrapFuture(executor.submit(() -> work(goOn, true)));
                    sleep(seconds(0));
                    say(done.isDone(), failed.isDone());
                    goOn.countDown();
                    say(done.await(), outcome(failed));
                }
            });
}
