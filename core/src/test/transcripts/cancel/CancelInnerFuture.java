import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(Future<Void> future) {
    try {
        future.await();
    } finally {
        say("work", future.isCancelled());
    }
}

void main() {
    run(
            () -> {
                Future<Void> future = Future.pending();
                var task = createTask(() -> work(future));
                sleep(seconds(0));
                say(task.cancel("deep"), future.isCancelled(), task.isDone());
                say(outcome(task), outcome(future));
            });
}
