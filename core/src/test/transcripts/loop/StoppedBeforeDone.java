import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    sleep(millis(50));
    return "done";
}

void main() {
    var loop = newEventLoop();
    var task = loop.createTask(() -> work());
    loop.callLater(millis(10), loop::stop);
    say(outcome(() -> loop.runUntilComplete(task)), task.isDone());
    say(loop.runUntilComplete(task));
    loop.close();
}
