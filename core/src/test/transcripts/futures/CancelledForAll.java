import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waiter(String name, Future<Void> future) {
    say(name, outcome(future), currentTask().cancelling());
}

void main() {
    run(
            () -> {
                Future<Void> future = Future.pending();
                var tasks =
                        Stream.of("a", "b")
                                .map(name -> createTask(() -> waiter(name, future)))
                                .toList();
                sleep(seconds(0));
                say(future.cancel(), future.isCancelled(), future.cancel());
                gather(tasks);
            });
}
