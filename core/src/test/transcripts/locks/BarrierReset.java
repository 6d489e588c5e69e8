import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.ArrayList;

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

void main() {
    run(
            () -> {
                var barrier = new Barrier(3);
                barrier.reset();
                show(barrier);
                var tasks = new ArrayList<Task<Void>>();
                tasks.add(come(barrier, "a"));
                tasks.add(come(barrier, "b"));
                ticks(1);
                show(barrier);
                barrier.reset();
                show(barrier);
                tasks.add(come(barrier, "c"));
                tasks.add(come(barrier, "d"));
                party(barrier, "main");
                ticks(3);
                gather(tasks);
                show(barrier);
            });
}
