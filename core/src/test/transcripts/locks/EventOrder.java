import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.ArrayList;
import java.util.List;

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
                var tasks = new ArrayList<Task<Void>>();
                for (String name : List.of("a", "b", "c")) {
                    tasks.add(waiting(event, name));
                }
                ticks(1);
                event.set();
                event.set();
                tasks.add(waiting(event, "d"));
                say(event.isSet());
                event.await();
                say("main");
                ticks(2);
                event.clear();
                tasks.add(waiting(event, "e"));
                ticks(2);
                event.set();
                ticks(2);
                gather(tasks);
            });
}
