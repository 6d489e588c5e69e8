import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(10));
    throw new Oops("outer");
}

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        say("the inner task ends");
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
                                inner.createTask(() -> sleeper());
                            });
                } catch (Throwable e) {
                    say("inner", e, me.cancelling());
                    throw e;
                }
            });
}

void main() {
    run(() -> say(outcome(() -> block()), currentTask().cancelling()));
}
