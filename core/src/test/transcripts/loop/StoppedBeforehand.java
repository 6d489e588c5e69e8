import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var loop = newEventLoop();
    loop.callSoon(
            () -> {
                say("turn 1");
                loop.callSoon(() -> say("turn 2"));
            });
    loop.stop();
    loop.runForever();
    say("between");
    loop.stop();
    loop.runForever();
    loop.close();
}
