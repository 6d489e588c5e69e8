import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void answer(RuntimeException error) {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        throw error;
    }
}

void block() {
    timeout(
            millis(10),
            () -> {
                taskGroup(
                        group -> {
                            group.createTask(() -> answer(new Oops("child")));
                            answer(new TimeoutException("own"));
                        });
            });
}

void main() {
    run(() -> say(outcome(() -> block()), currentTask().cancelling()));
}
