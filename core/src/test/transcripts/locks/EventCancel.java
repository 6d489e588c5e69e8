import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.stream.Stream;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(millis(0));
    }
}

void waiter(Event event, String name) {
    try {
        event.await();
        say(name, "goes on", event.isSet());
    } catch (CancelledError e) {
        say(name, e);
        throw e;
    }
}

Task<Void> waiting(Event event, String name) {
    return createTask(() -> waiter(event, name));
}

void main() {
    run(
            () -> {
                var event = new Event();
                var a = waiting(event, "a");
                var b = waiting(event, "b");
                var c = waiting(event, "c");
                ticks(1);
                b.cancel("early");
                ticks(2);
                a.cancel("just before");
                event.set();
                ticks(2);
                say(Stream.of(a, b, c).map(task -> outcome(task)).toList());
                var d = waiting(event, "d");
                d.cancel("before it begins");
                say(outcome(d));
            });
}
