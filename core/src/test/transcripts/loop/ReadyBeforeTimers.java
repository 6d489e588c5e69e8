import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<Void> done = loop.createFuture();
                loop.callLater(
                        millis(10),
                        () -> {
                            say("timer 1");
                            loop.callSoon(() -> say("queued by timer 1"));
                            loop.callLater(seconds(0), () -> say("due at once"));
                            loop.callSoon(() -> say("queued later by timer 1"));
                            loop.callLater(millis(10), () -> done.setResult(null));
                        });
                done.await();
            });
}
