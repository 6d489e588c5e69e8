import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (int delay : List.of(30, 10, -5, 20)) {
                    getRunningLoop().callLater(millis(delay), () -> say(delay));
                }
                say("made");
                sleep(seconds(0));
                sleep(seconds(0));
                say("two turns later");
                sleep(millis(50));
            });
}
