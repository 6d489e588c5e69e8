import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    var me = currentTask();
    say(me.cancelling(), me.uncancel());
    for (int i = 0; i < 3; i++) {
        say(outcome(() -> sleep(seconds(3600))), me.cancelling());
    }
    say(me.uncancel(), me.uncancel(), me.uncancel(), me.uncancel());
    sleep(millis(10));
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                for (int i = 0; i < 3; i++) {
                    sleep(millis(10));
                    task.cancel();
                }
                task.await();
                say(task.isCancelled(), task.cancelling());
            });
}
