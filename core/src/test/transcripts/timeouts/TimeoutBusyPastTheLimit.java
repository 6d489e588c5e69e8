import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var limit =
                        timeout(
                                millis(10),
                                t -> {
                                    sleep(millis(5));
                                    t.rescheduleAt(getRunningLoop().time().minusSeconds(1));
                                    say("busy");
                                    return t;
                                });
                sleep(millis(10));
                say(limit.isExpired(), currentTask().cancelling());
            });
}
