import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var work =
                        createTask(
                                () -> {
                                    sleep(millis(30));
                                    return "work";
                                });
                var waiter = createTask(() -> waitAll(List.of(work)));
                sleep(millis(10));
                waiter.cancel("waiter");
                say(outcome(waiter), work.cancelling());
                say(work.await());
            });
}
