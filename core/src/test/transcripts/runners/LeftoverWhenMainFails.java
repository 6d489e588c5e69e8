import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void left() {
    try {
        sleep(seconds(3600));
    } finally {
        say("left ends");
    }
}

void work() {
    createTask(() -> left());
    sleep(seconds(0));
    throw new Oops("main");
}

void main() {
    say(outcome(() -> run(() -> work())));
}
