import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Timeout limit;

Object change() {
    return outcome(() -> limit.reschedule(seconds(1)));
}

void main() {
    run(
            () -> {
                try {
                    timeout(
                            millis(10),
                            t -> {
                                limit = t;
                                try {
                                    sleep(seconds(3600));
                                } finally {
                                    say("while it strikes", change());
                                }
                            });
                } catch (TimeoutException e) {
                    say("after it struck", change());
                }
                timeout(
                        millis(10),
                        t -> {
                            limit = t;
                            say("in time", change());
                        });
                say("at the end", change());
            });
}
