import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void left() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("cancelled");
        sleep(millis(10));
        say("is clean");
        throw e;
    }
}

Object work() {
    var task = createTask(() -> left());
    sleep(seconds(0));
    say("main ends");
    return task;
}

void main() {
    var task = (Task<?>) run(() -> work());
    say("over", task.isCancelled());
}
