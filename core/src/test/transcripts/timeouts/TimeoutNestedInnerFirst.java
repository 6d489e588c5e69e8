import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var me = currentTask();
                try {
                    timeout(
                            millis(50),
                            () -> {
                                try {
                                    timeout(millis(10), () -> sleep(seconds(3600)));
                                } catch (TimeoutException e) {
                                    say("inner", e, me.cancelling());
                                }
                                sleep(millis(10));
                                say("between");
                                sleep(seconds(3600));
                            });
                } catch (TimeoutException e) {
                    say("outer", e, me.cancelling());
                }
            });
}
