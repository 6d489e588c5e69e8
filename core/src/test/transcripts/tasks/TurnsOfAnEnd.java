import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks() {
    for (int i = 0; i < 6; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void outer() {
    createTask(() -> say("inner")).await();
    say("outer");
}

void main() {
    run(
            () -> {
                var counter = createTask(() -> ticks());
                createTask(() -> outer()).await();
                say("main");
                counter.await();
            });
}
