import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        say("work ends");
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                try {
                    timeout(millis(10), () -> task.await());
                } catch (TimeoutException e) {
                    say(e, task.isCancelled());
                }
            });
}
