import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waiter(String name, Future<Void> future) {
    try {
        future.await();
    } finally {
        say(name, "ends", currentTask().cancelling());
    }
}

void main() {
    run(
            () -> {
                Future<Void> future = Future.pending();
                var a = createTask(() -> waiter("a", future));
                var b = createTask(() -> waiter("b", future));
                sleep(seconds(0));
                b.cancel();
                waitAll(List.of(a, b));
                say(a.isCancelled(), b.isCancelled(), future.isCancelled());
            });
}
