import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(Future<String> done) {
    currentTask().cancel("later");
    say(done.await());
    say(outcome(() -> sleep(seconds(0))));
    say(outcome(() -> sleep(seconds(0))));
}

void main() {
    run(
            () -> {
                Future<String> done = Future.pending();
                done.setResult("value");
                createTask(() -> work(done)).await();
            });
}
