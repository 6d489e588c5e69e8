import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    currentTask().cancel("main");
    sleep(seconds(1));
}

void main() {
    say(outcome(() -> run(() -> work())));
}
