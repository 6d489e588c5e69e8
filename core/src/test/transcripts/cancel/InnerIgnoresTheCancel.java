import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String inner() {
    try {
        sleep(seconds(3600));
        return "never";
    } catch (CancelledError e) {
        say("inner", e);
        return "value";
    }
}

String outer() {
    var value = createTask(() -> inner()).await();
    say("outer", value, currentTask().cancelling());
    sleep(millis(10));
    return "end";
}

void main() {
    run(
            () -> {
                var task = createTask(() -> outer());
                sleep(millis(10));
                task.cancel("please");
                say(task.await(), task.isCancelled());
            });
}
