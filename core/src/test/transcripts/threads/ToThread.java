import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Oops error = new Oops("thread");

String work(Thread loopThread, boolean fails) {
    say(Thread.currentThread() == loopThread, outcome(() -> getRunningLoop()));
    if (fails) {
        throw error;
    }
    return "result";
}

void main() {
    run(
            () -> {
                var me = Thread.currentThread();
                say(toThread(() -> work(me, false)));
                var e = outcome(() -> toThread(() -> work(me, true)));
                say(e, e == error);
            });
}
