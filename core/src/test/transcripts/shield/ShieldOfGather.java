import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    sleep(millis(time));
    say(name, "ends");
    return name;
}

void main() {
    run(
            () -> {
                var inner = ensureFuture(() -> gather(() -> work("a", 20), () -> work("b", 30)));
                var outer = createTask(() -> shield(inner));
                sleep(millis(10));
                outer.cancel("enough");
                say(outcome(outer));
                say(inner.await());
            });
}
