import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int millis, boolean fails) {
    sleep(millis(millis));
    say(name, "ends");
    if (fails) {
        throw new Oops(name);
    }
    return name;
}

void main() {
    run(
            () -> {
                var a = createTask(() -> work("a", 60, false));
                var b = createTask(() -> work("b", 20, true));
                var c = createTask(() -> work("c", 40, true));
                say(outcome(() -> gather(a, b, c)));
                say(a.isDone(), b.isDone(), c.isDone());
                say(a.await(), outcome(c));
            });
}
