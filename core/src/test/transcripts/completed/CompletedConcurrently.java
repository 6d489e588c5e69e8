import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Coroutine<String> work(String name, int time) {
    return async(
            () -> {
                sleep(millis(time));
                return name;
            });
}

void take(int taker, Coroutine<String> awaitable) {
    say(taker, "gets", awaitable.await());
}

void main() {
    run(
            () -> {
                var works = List.of(work("a", 10), work("b", 20), work("c", 30));
                taskGroup(
                        group -> {
                            int count = 0;
                            for (var awaitable : asCompleted(works).awaitables()) {
                                int taker = count++;
                                group.createTask(() -> take(taker, awaitable));
                            }
                        });
            });
}
