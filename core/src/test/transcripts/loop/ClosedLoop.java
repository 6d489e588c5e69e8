import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var loop = newEventLoop();
    say(loop.isClosed());
    loop.close();
    loop.close();
    say(loop.isClosed());
    say(outcome(() -> loop.callSoon(() -> say("never"))));
    say(outcome(() -> loop.callSoonThreadsafe(() -> say("never"))));
    say(outcome(() -> loop.callLater(seconds(1), () -> say("never"))));
    say(outcome(loop::runForever));
}
