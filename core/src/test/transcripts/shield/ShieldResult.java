import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Oops error = new Oops("work");

String work(boolean fails) {
    sleep(millis(10));
    if (fails) {
        throw error;
    }
    return "result";
}

void main() {
    run(
            () -> {
                say(shield(() -> work(false)));
                var e = outcome(() -> shield(() -> work(true)));
                say(e, e == error);
                var task = createTask(() -> work(false));
                say(shield(task), task.isDone());
            });
}
