import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var loop = newEventLoop();
    loop.callSoon(() -> say("one"));
    loop.callSoon(loop::stop);
    loop.callSoon(() -> say("same turn"));
    loop.callSoon(() -> loop.callSoon(() -> say("next run")));
    loop.runForever();
    say("stopped", loop.isRunning());
    loop.callLater(millis(10), loop::stop);
    loop.runForever();
    loop.close();
    say(loop.isClosed());
}
