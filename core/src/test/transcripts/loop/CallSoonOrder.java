import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.callSoon(
                        () -> {
                            say("first");
                            loop.callSoon(() -> say("first's own"));
                        });
                loop.callSoon(() -> say("second"));
                say("queued");
                sleep(seconds(0));
                say("turn 1");
                sleep(seconds(0));
                say("turn 2");
            });
}
