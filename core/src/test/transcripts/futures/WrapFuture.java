import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Oops error = new Oops("theirs");

void main() {
    run(
            () -> {
                List<Consumer<CompletableFuture<String>>> ends =
                        List.of(
                                future -> future.complete("result"),
                                future -> future.completeExceptionally(error),
                                future -> future.cancel(true));
                for (var end : ends) {
                    for (boolean before : List.of(true, false)) {
                        var theirs = new CompletableFuture<String>();
                        if (before) {
                            end.accept(theirs);
                        }
                        var ours = wrapFuture(theirs);
                        if (!before) {
                            getRunningLoop().callSoon(() -> end.accept(theirs));
                        }
                        var e = outcome(ours);
                        say(e instanceof CancelledError ? true : e, e == error, ours.isCancelled());
                    }
                }
            });
}
