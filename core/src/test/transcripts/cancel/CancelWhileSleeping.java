import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("caught", e);
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(10));
                say(task.cancel("wake up"), task.cancelling());
                try {
                    task.await();
                } catch (CancelledError e) {
                    say("main", e, task.isCancelled());
                }
            });
}
