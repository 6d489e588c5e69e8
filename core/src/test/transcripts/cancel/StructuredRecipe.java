import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String limited(Duration delay) {
    var me = currentTask();
    int before = me.cancelling();
    var timer = getRunningLoop().callLater(delay, () -> me.cancel("block"));
    try {
        sleep(millis(50));
        return "in time";
    } catch (CancelledError e) {
        if (timer.when().compareTo(getRunningLoop().time()) <= 0 && me.uncancel() <= before) {
            return "too late";
        }
        throw e;
    } finally {
        timer.cancel();
    }
}

void main() {
    run(
            () -> {
                say(limited(millis(100)), currentTask().cancelling());
                say(limited(millis(10)), currentTask().cancelling());
                var task = createTask(() -> limited(seconds(3600)));
                sleep(millis(10));
                task.cancel("foreign");
                say(outcome(task), task.cancelling());
            });
}
