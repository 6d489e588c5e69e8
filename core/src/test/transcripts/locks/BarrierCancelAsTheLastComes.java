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
        barrier.await();
        say(name, "is through");
    } catch (CancelledError e) {
        say(name, e);
    }
}

Task<Void> come(Barrier barrier, String name) {
    return createTask(() -> party(barrier, name));
}

void main() {
    run(
            () -> {
                var barrier = new Barrier(3);
                var a = come(barrier, "a");
                var b = come(barrier, "b");
                ticks(1);
                a.cancel("a goes");
                party(barrier, "main");
                var d = come(barrier, "d");
                ticks(3);
                say(barrier.waiting());
                d.cancel("d goes");
                gather(a, b, d);
            });
}
