import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void before() {
    timeout(
            seconds(1),
            () -> {
                sleep(millis(10));
                throw new Oops("before");
            });
    return null;
}

Void answer() {
    timeout(
            millis(10),
            () -> {
                try {
                    sleep(seconds(3600));
                } catch (CancelledError e) {
                    throw new Oops("answer");
                }
            });
    return null;
}

void main() {
    run(
            () -> {
                say(outcome(() -> before()), outcome(() -> answer()));
                sleep(millis(10));
                say(currentTask().cancelling());
            });
}
