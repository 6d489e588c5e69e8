import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<String> future = Future.pending();
                future.addDoneCallback(
                        f -> {
                            f.addDoneCallback(g -> say("second", g.result()));
                            say("first", f.result());
                        });
                future.setResult("x");
                for (int i = 0; i < 3; i++) {
                    sleep(seconds(0));
                    say("turn", i);
                }
            });
}
