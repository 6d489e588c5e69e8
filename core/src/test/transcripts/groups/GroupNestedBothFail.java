import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(10));
    throw new Oops("outer");
}

void failCleaningUp() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        sleep(millis(10));
        throw new Oops("inner");
    }
}

void block() {
    var me = currentTask();
    taskGroup(
            outer -> {
                outer.createTask(() -> fail());
                try {
                    taskGroup(
                            inner -> {
                                inner.createTask(() -> failCleaningUp());
                            });
                } catch (Throwable e) {
                    say("inner", e, me.cancelling());
                    throw e;
                }
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block()));
                say(outcome(() -> sleep(millis(10))), currentTask().cancelling());
            });
}
