import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

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
                ticks(1);
                event.set();
                event.clear();
                var c = waiting(event, "c");
                ticks(3);
                event.set();
                event.clear();
                event.set();
                var d = waiting(event, "d");
                ticks(3);
                gather(a, b, c, d);
            });
}
