import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var me = currentTask();
                try {
                    timeout(
                            millis(10),
                            () -> {
                                try {
                                    timeout(millis(10), () -> sleep(seconds(3600)));
                                } catch (Throwable e) {
                                    say("inner", e, me.cancelling());
                                    throw e;
                                }
                            });
                } catch (Throwable e) {
                    say("outer", e, me.cancelling());
                }
            });
}
