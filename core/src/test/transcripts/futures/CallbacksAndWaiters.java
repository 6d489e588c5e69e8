import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waiter(String name, Future<String> future) {
    say(name, future.await());
}

void main() {
    run(
            () -> {
                Future<String> future = Future.pending();
                future.addDoneCallback(f -> say("callback 1"));
                var first = createTask(() -> waiter("waiter 1", future));
                sleep(seconds(0));
                future.addDoneCallback(f -> say("callback 2"));
                var second = createTask(() -> waiter("waiter 2", future));
                sleep(seconds(0));
                future.addDoneCallback(f -> say("callback 3"));
                future.setResult("x");
                gather(first, second);
            });
}
