import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void link(String name, Future<Void> inner) {
    try {
        inner.await();
    } catch (CancelledError e) {
        say(name, e, currentTask().cancelling());
        throw e;
    }
}

void main() {
    run(
            () -> {
                Future<Void> future = Future.pending();
                var c = createTask(() -> link("c", future));
                var b = createTask(() -> link("b", c));
                var a = createTask(() -> link("a", b));
                sleep(millis(10));
                b.cancel("middle");
                waitAll(List.of(a));
                say(a.isCancelled(), b.isCancelled(), c.isCancelled(), future.isCancelled());
            });
}
