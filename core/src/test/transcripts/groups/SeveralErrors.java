import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(Future<Void> start, String message) {
    start.await();
    throw new Oops(message);
}

void failCleaningUp() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        sleep(millis(10));
        throw new Oops("clean-up");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> failCleaningUp());
                Future<Void> start = Future.pending();
                group.createTask(() -> fail(start, "first"));
                group.createTask(() -> fail(start, "second"));
                group.createTask(() -> sleep(seconds(3600)));
                sleep(millis(10));
                start.setResult(null);
            });
}

void main() {
    run(() -> say(outcome(() -> block())));
}
