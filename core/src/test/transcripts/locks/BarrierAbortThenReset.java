import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

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
                var barrier = new Barrier(2);
                var a = come(barrier, "a");
                ticks(1);
                barrier.abort();
                show(barrier);
                barrier.reset();
                show(barrier);
                var b = come(barrier, "b");
                var c = come(barrier, "c");
                ticks(4);
                gather(a, b, c);
                barrier.abort();
                barrier.abort();
                party(barrier, "main");
                barrier.reset();
                barrier.reset();
                var d = come(barrier, "d");
                ticks(1);
                party(barrier, "main");
                d.await();
            });
}
