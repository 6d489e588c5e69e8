import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    throw new Oops("failed");
}

void main() {
    run(
            () -> {
                Future<String> done = Future.pending();
                done.setResult("done");
                var failed = createTask(() -> fail());
                Future<String> cancelled = Future.pending();
                cancelled.cancel("before");
                sleep(seconds(0));
                getRunningLoop().callSoon(() -> say("callback"));
                say(shield(done));
                say(outcome(() -> shield(failed)));
                say(outcome(() -> shield(cancelled)));
                sleep(seconds(0));
            });
}
