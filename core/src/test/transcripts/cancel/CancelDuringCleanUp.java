import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        try {
            say("cleans up");
            sleep(seconds(3600));
        } finally {
            say("hurries");
            sleep(seconds(0));
            say("is clean");
        }
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                task.cancel("one");
                sleep(millis(10));
                say(task.isDone(), task.cancel("two"));
                say(outcome(task), task.cancelling());
            });
}
