import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<Integer> future = Future.pending();
                Consumer<Future<Integer>> gone = f -> say("never");
                Consumer<Future<Integer>> stays = f -> say("stays");
                for (var callback : List.of(gone, stays, gone)) {
                    future.addDoneCallback(callback);
                }
                say(future.removeDoneCallback(gone), future.removeDoneCallback(gone));
                future.setResult(1);
                say(future.removeDoneCallback(stays));
                sleep(seconds(0));
            });
}
