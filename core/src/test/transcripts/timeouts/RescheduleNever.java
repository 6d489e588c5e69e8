import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Timeout limit;

void main() {
    run(
            () -> {
                timeout(
                        millis(10),
                        t -> {
                            t.reschedule(null);
                            sleep(seconds(3600));
                            say(t.when(), t.isExpired());
                        });
                try {
                    timeout(
                            millis(10),
                            t -> {
                                limit = t;
                                t.reschedule(null);
                                sleep(seconds(3600));
                                t.reschedule(millis(10));
                                sleep(seconds(3600));
                            });
                } catch (TimeoutException e) {
                    say(e, limit.isExpired());
                }
            });
}
