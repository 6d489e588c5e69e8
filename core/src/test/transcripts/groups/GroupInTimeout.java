import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void sleeper(boolean fails) {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(10));
        say("the task ends");
        if (fails) {
            throw new Oops("clean-up");
        }
    }
}

void block(boolean fails, boolean inBody) {
    timeout(
            millis(10),
            () -> {
                taskGroup(
                        group -> {
                            group.createTask(() -> sleeper(fails));
                            if (inBody) {
                                sleep(seconds(3600));
                            }
                        });
            });
}

void main() {
    run(
            () -> {
                for (boolean inBody : List.of(false, true)) {
                    for (boolean fails : List.of(false, true)) {
                        say(outcome(() -> block(fails, inBody)), currentTask().cancelling());
                    }
                }
                sleep(millis(10));
                say("end");
            });
}
