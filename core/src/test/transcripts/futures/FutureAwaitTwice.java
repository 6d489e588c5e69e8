import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<String> good = Future.pending();
                getRunningLoop().callSoon(() -> good.setResult("value"));
                say(good.await(), good.await());
                var error = new Oops("error");
                Future<String> bad = Future.pending();
                getRunningLoop().callSoon(() -> bad.setException(error));
                for (int i = 0; i < 3; i++) {
                    var e = outcome(bad);
                    say(e, e == error);
                }
            });
}
