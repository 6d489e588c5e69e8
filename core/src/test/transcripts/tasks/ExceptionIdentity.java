import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Oops error = new Oops("the one");

void fail() {
    throw error;
}

void main() {
    run(
            () -> {
                var task = createTask(() -> fail());
                var a = createTask(() -> task.await());
                var b = createTask(() -> task.await());
                for (var waited : List.of(task, task, a, b)) {
                    var e = outcome(waited);
                    say(e, e == error, waited.exception() == error);
                }
            });
}
