import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<String> done = loop.createFuture();
                done.setResult("done");
                Future<String> later = loop.createFuture();
                loop.callSoon(() -> say("turn 1"));
                loop.callSoon(() -> later.setResult("later"));
                loop.callSoon(() -> say("still turn 1"));
                say(done.await());
                say(later.await());
            });
}
