import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var begin = loop.time();
                try {
                    timeout(
                            millis(20),
                            limit -> {
                                for (int i = 0; i < 4; i++) {
                                    sleep(millis(15));
                                    limit.reschedule(millis(20));
                                    say(i, limit.when().minus(begin).toMillis());
                                }
                                sleep(seconds(3600));
                            });
                } catch (TimeoutException e) {
                    say(e, loop.time().minus(begin).toMillis());
                }
            });
}
