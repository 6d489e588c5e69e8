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
                                    sleep(seconds(3600));
                                } catch (CancelledError e) {
                                    say("inside", e, currentTask().cancelling());
                                    throw e;
                                }
                            });
                } catch (TimeoutException e) {
                    say("outside", e, e.getCause(), currentTask().cancelling());
                }
            });
}
