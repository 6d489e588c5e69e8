import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    say("begins");
    sleep(seconds(0));
    say("never");
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                say(task.cancel("now"));
                say(outcome(task));
            });
}
