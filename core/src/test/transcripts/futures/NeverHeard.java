import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Future<Void> failed(String message) {
    Future<Void> future = Future.pending();
    future.setException(new Oops(message));
    return future;
}

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("told", context.exception()));
                say(outcome(failed("result")::result));
                say(failed("exception").exception());
                say(outcome(failed("await")));
                say(failed("cancel").cancel());
                failed("nobody");
            });
}
