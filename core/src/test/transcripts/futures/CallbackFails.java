import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("told", context.exception()));
                Future<Integer> future = Future.pending();
                future.addDoneCallback(f -> say("before"));
                future.addDoneCallback(
                        f -> {
                            throw new Oops("callback");
                        });
                future.addDoneCallback(f -> say("after"));
                future.setResult(1);
                say(future.await());
                sleep(seconds(0));
            });
}
