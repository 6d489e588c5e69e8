import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (int i = 0; i < 3; i++) {
                    waitFor(() -> sleep(millis(10)), millis(20));
                    say(i);
                }
                sleep(millis(100));
                say("end", currentTask().cancelling());
            });
}
