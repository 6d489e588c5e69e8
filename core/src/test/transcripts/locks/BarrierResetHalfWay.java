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

void party(Barrier barrier, String name) {
    try {
        int number = barrier.await();
        say(name, number);
    } catch (BrokenBarrierException | CancelledError e) {
        say(name, e);
    }
}

Task<Void> come(Barrier barrier, String name) {
    return createTask(() -> party(barrier, name));
}

void show(Barrier barrier) {
    say(barrier.waiting(), barrier.isBroken());
}

void first(Barrier barrier) {
    party(barrier, "first");
    barrier.reset();
    show(barrier);
}

void main() {
    run(
            () -> {
                var barrier = new Barrier(3);
                var tasks = new ArrayList<Task<Void>>();
                tasks.add(createTask(() -> first(barrier)));
                for (String name : List.of("a", "b", "c", "d", "e", "f")) {
                    tasks.add(come(barrier, name));
                }
                ticks(6);
                show(barrier);
                barrier.abort();
                party(barrier, "main");
                ticks(2);
                barrier.reset();
                show(barrier);
                gather(tasks);
                show(barrier);
            });
}
