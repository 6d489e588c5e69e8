import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (int limit : List.of(10, 20, 40, 80)) {
                    try {
                        timeout(millis(limit), () -> sleep(millis(30)));
                        say(limit, "in time");
                        break;
                    } catch (TimeoutException e) {
                        say(limit, "too late", currentTask().cancelling());
                    }
                }
            });
}
