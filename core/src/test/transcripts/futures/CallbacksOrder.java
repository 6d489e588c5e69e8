import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<Integer> future = Future.pending();
                future.addDoneCallback(f -> say("first", f.result()));
                future.addDoneCallback(f -> say("second", f.result()));
                future.setResult(7);
                say("set");
                future.addDoneCallback(f -> say("late", f.result()));
                say("added");
                sleep(seconds(0));
                say("end");
            });
}
