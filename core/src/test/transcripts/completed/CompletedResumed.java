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
                var completed = asCompleted(works).awaitables();
                for (var awaitable : completed) {
                    say("first loop", awaitable.await());
                    break;
                }
                sleep(millis(15));
                for (var awaitable : completed) {
                    say("second loop", awaitable.await());
                }
                var left = new ArrayList<Coroutine<String>>();
                completed.forEach(left::add);
                say("left", left);
            });
}
