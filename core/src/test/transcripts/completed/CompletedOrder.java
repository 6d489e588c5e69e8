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
                var works = List.of(work("slow", 30), work("fast", 10), work("middling", 20));
                for (var awaitable : asCompleted(works).awaitables()) {
                    say(awaitable.await());
                }
                var none = new ArrayList<Coroutine<String>>();
                asCompleted(List.<Task<String>>of()).awaitables().forEach(none::add);
                say(none);
            });
}
