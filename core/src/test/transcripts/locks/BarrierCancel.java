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
                var barrier = new Barrier(4);
                var a = come(barrier, "a");
                var b = come(barrier, "b");
                var c = come(barrier, "c");
                ticks(1);
                a.cancel("a goes");
                var d = come(barrier, "d");
                ticks(3);
                say(barrier.waiting());
                var e = come(barrier, "e");
                ticks(3);
                say(barrier.waiting());
                gather(a, b, c, d, e);
                var f = come(barrier, "f");
                var g = come(barrier, "g");
                ticks(1);
                g.cancel("g goes");
                f.cancel("f goes");
                ticks(2);
                gather(f, g);
                say(barrier.waiting());
            });
}
