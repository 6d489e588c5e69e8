import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        try {
            sleep(seconds(3600));
        } finally {
            say("cleaned up");
        }
    }
}

void main() {
    run(
            () -> {
                var me = currentTask();
                try {
                    timeout(
                            millis(30),
                            () -> {
                                try {
                                    timeout(millis(10), () -> work());
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
