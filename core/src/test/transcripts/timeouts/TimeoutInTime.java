import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                timeout(
                        millis(20),
                        () -> {
                            sleep(millis(10));
                            say("in time");
                        });
                sleep(millis(50));
                say("end", currentTask().cancelling());
            });
}
