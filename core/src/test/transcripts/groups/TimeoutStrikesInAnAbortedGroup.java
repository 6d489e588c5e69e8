import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void slowToEnd() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(50));
        say("cleaned up");
    }
}

void fail() {
    sleep(millis(10));
    throw new Oops("child");
}

void block() {
    timeout(
            millis(20),
            limit -> {
                try {
                    taskGroup(
                            group -> {
                                group.createTask(() -> slowToEnd());
                                group.createTask(() -> fail());
                            });
                } finally {
                    say(limit.isExpired(), currentTask().cancelling());
                }
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block()), currentTask().cancelling());
                say(outcome(() -> sleep(millis(10))));
            });
}
