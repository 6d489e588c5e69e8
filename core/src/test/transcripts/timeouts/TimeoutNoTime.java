import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void block(Duration limit) {
    timeout(
            limit,
            () -> {
                say("inside");
                sleep(seconds(0));
                say("goes on");
                sleep(seconds(3600));
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block(seconds(0))));
                say(outcome(() -> block(seconds(-1))));
                timeout(seconds(0), () -> say("no suspension"));
                sleep(millis(10));
                say("end");
            });
}
