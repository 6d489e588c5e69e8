import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var goOn = new CountDownLatch(1);
                try (var executor = Executors.newSingleThreadExecutor()) {
                    var first =
                            loop.runInExecutor(
                                    executor,
                                    () -> {
                                        goOn.await();
                                        return true;
                                    });
                    var second =
                            loop.runInExecutor(
                                    executor,
                                    () -> {
                                        say("never");
                                        return true;
                                    });
                    var third = loop.runInExecutor(executor, () -> "third");
                    say(second.cancel(), second.isCancelled());
                    sleep(seconds(0)); // the executor hears of it in the next turn
                    sleep(seconds(0));
                    goOn.countDown();
                    first.await();
                    say(third.await());
                }
            });
}
