import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var runner = Runner.open();
    say(runner.run(() -> "ran"));
    var loop = runner.loop();
    runner.close();
    runner.close();
    say(loop.isClosed());
    say(outcome(() -> runner.run(() -> "never")), outcome(runner::loop));
    var unused = Runner.open();
    unused.close();
    say("end");
}
