import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks() {
    for (int i = 0; i < 7; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void child(int turns) {
    for (int i = 0; i < turns; i++) {
        sleep(seconds(0));
    }
    say("child", turns);
}

void main() {
    run(
            () -> {
                var counter = createTask(() -> ticks());
                gather(() -> child(2), () -> child(0), () -> child(1));
                say("gathered");
                counter.await();
            });
}
