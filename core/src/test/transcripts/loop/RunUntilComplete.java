import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(boolean fails) {
    sleep(millis(10));
    if (fails) {
        throw new Oops("f");
    }
    return "result";
}

void main() {
    var loop = newEventLoop();
    say(loop.runUntilComplete(() -> work(false)));
    say(outcome(() -> loop.runUntilComplete(() -> work(true))));
    Future<String> future = loop.createFuture();
    loop.callLater(millis(10), () -> future.setResult("future"));
    say(loop.runUntilComplete(future), loop.runUntilComplete(future));
    loop.close();
}
