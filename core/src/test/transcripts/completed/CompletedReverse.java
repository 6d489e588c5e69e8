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

void main() {
    run(
            () -> {
                var works = List.of(work("a", 10), work("b", 20), work("c", 30));
                var awaitables = new ArrayList<Coroutine<String>>();
                asCompleted(works).awaitables().forEach(awaitables::add);
                for (var awaitable : awaitables.reversed()) {
                    say(awaitable.await());
                }
            });
}
