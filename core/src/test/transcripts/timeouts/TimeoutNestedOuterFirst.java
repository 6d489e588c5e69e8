import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                try {
                    timeout(
                            millis(10),
                            () -> {
                                try {
                                    timeout(millis(50), () -> sleep(seconds(3600)));
                                } catch (TimeoutException e) {
                                    say("never");
                                } catch (CancelledError e) {
                                    say("inner", e);
                                    throw e;
                                }
                            });
                } catch (TimeoutException e) {
                    say("outer", e);
                }
                sleep(millis(100));
                say("end", currentTask().cancelling());
            });
}
