import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(String message, int time) {
    sleep(millis(time));
    throw new Oops(message);
}

void slowToEnd() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(20));
    }
}

void block() {
    var me = currentTask();
    taskGroup(
            outer -> {
                outer.createTask(() -> fail("outer", 20));
                try {
                    taskGroup(
                            inner -> {
                                inner.createTask(() -> fail("inner", 10));
                                inner.createTask(() -> slowToEnd());
                            });
                } catch (ExceptionGroup e) {
                    say("inner", e, me.cancelling());
                }
                say(outcome(() -> sleep(seconds(3600))), me.cancelling());
            });
}

void main() {
    run(() -> say(outcome(() -> block()), currentTask().cancelling()));
}
