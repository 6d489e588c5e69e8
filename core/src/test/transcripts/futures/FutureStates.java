import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void describe(String name, Future<String> future) {
    say(
            name,
            future.isDone(),
            future.isCancelled(),
            outcome(future::result),
            outcome(future::exception));
    say(outcome(() -> future.setResult("late")));
    say(outcome(() -> future.setException(new Oops("late"))));
    say(future.cancel());
}

void main() {
    run(
            () -> {
                Future<String> pending = Future.pending();
                Future<String> finished = Future.pending();
                Future<String> failed = Future.pending();
                Future<String> cancelled = Future.pending();
                say(
                        pending.isDone(),
                        pending.isCancelled(),
                        outcome(pending::result),
                        outcome(pending::exception));
                finished.setResult("value");
                describe("finished", finished);
                failed.setException(new Oops("error"));
                describe("failed", failed);
                say(cancelled.cancel());
                describe("cancelled", cancelled);
            });
}
