import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var one = newEventLoop();
    var two = newEventLoop();
    Future<Void> future = one.createFuture();
    two.runUntilComplete(() -> say(outcome(future)));
    say(outcome(() -> two.runUntilComplete(future)) != null);
    one.close();
    two.close();
}
