import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Timeout limit;

void main() {
    run(
            () -> {
                var begin = getRunningLoop().time();
                try {
                    timeout(
                            millis(10),
                            t -> {
                                limit = t;
                                say(t.when().minus(begin).toMillis(), t.isExpired());
                                try {
                                    sleep(seconds(3600));
                                } finally {
                                    say(t.when().minus(begin).toMillis(), t.isExpired());
                                }
                            });
                } catch (TimeoutException e) {
                    say(e, limit.when().minus(begin).toMillis(), limit.isExpired());
                }
                limit = timeout(millis(10), t -> t);
                sleep(millis(20));
                say(limit.isExpired());
            });
}
