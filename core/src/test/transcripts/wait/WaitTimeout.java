import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(int millis, String name) {
    sleep(millis(millis));
    return name;
}

void main() {
    run(
            () -> {
                var a = createTask(() -> work(10, "a"));
                var b = createTask(() -> work(50, "b"));
                var some = waitAll(List.of(a, b), millis(30));
                say(some.done().contains(a), some.pending().contains(b), b.cancelling());
                var all = waitAll(List.of(a, b), seconds(3600));
                say(all.done().size(), all.pending().size(), b.await());
            });
}
