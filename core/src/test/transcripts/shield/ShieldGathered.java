import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name) {
    try {
        sleep(millis(30));
    } finally {
        say(name, "ends");
    }
    return name;
}

void gathers(Task<String> precious) {
    gather(() -> shield(precious), () -> work("other"));
}

String slow(String name) {
    sleep(millis(10));
    return name;
}

void main() {
    run(
            () -> {
                var precious = createTask(() -> work("precious"));
                var gathering = createTask(() -> gathers(precious));
                sleep(millis(10));
                gathering.cancel("enough");
                say(outcome(gathering), precious.isDone());
                say(precious.await());
                var a = createTask(() -> slow("a"));
                var b = createTask(() -> slow("b"));
                say(gather(() -> shield(a), () -> shield(b)));
            });
}
