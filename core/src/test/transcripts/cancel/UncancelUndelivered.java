import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    var me = currentTask();
    me.cancel("one");
    say(me.uncancel());
    sleep(millis(10));
    me.cancel("two");
    me.cancel("three");
    say(me.uncancel());
    say(outcome(() -> sleep(millis(10))));
}

void main() {
    run(() -> createTask(() -> work()).await());
}
