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
                var tasks =
                        Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
                                .map(name -> come(barrier, name))
                                .toList();
                for (int i = 0; i < 6; i++) {
                    ticks(1);
                    show(barrier);
                }
                party(barrier, "main");
                ticks(2);
                gather(tasks);
                show(barrier);
            });
}
