import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    while (true) {
        try {
            sleep(millis(10));
            throw new Oops("again");
        } catch (Exception e) {
            say("caught", e);
        }
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(25));
                task.cancel("stop");
                say(outcome(task));
            });
}
