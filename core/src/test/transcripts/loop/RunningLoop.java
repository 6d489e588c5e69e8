import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var other = newEventLoop();
                say(loop.isRunning(), other.isRunning());
                Future<Void> future = loop.createFuture();
                Future<Void> foreign = other.createFuture();
                say(outcome(() -> loop.runUntilComplete(future)));
                say(outcome(() -> other.runUntilComplete(foreign)));
                say(outcome(loop::close));
                other.close();
                sleep(seconds(0));
                say(loop.isRunning());
            });
}
