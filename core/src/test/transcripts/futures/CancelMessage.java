import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<Void> future = Future.pending();
                future.cancel("because");
                say(outcome(future));
                Future<Void> other = Future.pending();
                getRunningLoop().callSoon(() -> other.cancel("later"));
                say(outcome(other));
            });
}
