import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void givesUp() {
    sleep(millis(10));
    throw new CancelledError(null);
}

String work() {
    sleep(millis(30));
    return "result";
}

void main() {
    run(
            () -> {
                var tasks =
                        taskGroup(
                                group -> {
                                    var cancelled = group.createTask(() -> sleep(seconds(3600)));
                                    var neverBegan = group.createTask(() -> sleep(seconds(3600)));
                                    var gaveUp = group.createTask(() -> givesUp());
                                    var result = group.createTask(() -> work());
                                    neverBegan.cancel();
                                    sleep(millis(20));
                                    cancelled.cancel();
                                    say("body ends", gaveUp.isCancelled());
                                    return List.of(cancelled, neverBegan, result);
                                });
                say(tasks.get(0).isCancelled(), tasks.get(1).isCancelled(), tasks.get(2).result());
            });
}
