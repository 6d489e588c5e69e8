import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var first = run(() -> getRunningLoop());
    var second = run(() -> getRunningLoop());
    say(first == second, first.isClosed(), second.isClosed(), first.isRunning());
}
