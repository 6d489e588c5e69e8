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
    for (int i = 0; i < 4; i++) {
        int number = barrier.await();
        say(name, i, number, barrier.waiting());
    }
}

void main() {
    run(
            () -> {
                var barrier = new Barrier(3);
                var parties =
                        Stream.of("a", "b", "c")
                                .map(name -> createTask(() -> party(barrier, name)))
                                .toList();
                ticks(10);
                gather(parties);
                say(barrier.parties(), barrier.waiting(), barrier.isBroken());
            });
}
