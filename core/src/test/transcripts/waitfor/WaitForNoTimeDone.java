import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (var timeout : List.of(seconds(0), seconds(-1))) {
                    Future<String> good = Future.pending();
                    good.setResult("result");
                    Future<String> bad = Future.pending();
                    bad.setException(new Oops("f"));
                    say(waitFor(good, timeout), outcome(() -> waitFor(bad, timeout)));
                }
            });
}
