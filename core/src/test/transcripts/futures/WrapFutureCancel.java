import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waits(CompletableFuture<String> theirs) {
    wrapFuture(theirs).await();
}

void main() {
    run(
            () -> {
                var first = new CompletableFuture<String>();
                var ours = wrapFuture(first);
                say(ours.cancel(), ours.isCancelled());
                sleep(seconds(0));
                say(first.isCancelled());
                var second = new CompletableFuture<String>();
                var task = createTask(() -> waits(second));
                sleep(seconds(0));
                task.cancel("enough");
                say(outcome(task), second.isCancelled());
            });
}
