import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    sleep(seconds(0));
    throw new Grave("danger");
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                try {
                    task.await();
                } catch (Exception e) {
                    say("never");
                } catch (Grave e) {
                    say("caught", e);
                }
                say(task.isDone(), task.isCancelled(), task.exception());
            });
}
