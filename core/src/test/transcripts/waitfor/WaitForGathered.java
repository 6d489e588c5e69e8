import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Object work(int delay, int limit) {
    try {
        waitFor(() -> sleep(millis(delay)), millis(limit));
        return "in time";
    } catch (TimeoutException e) {
        return e;
    }
}

void main() {
    run(() -> say(gather(() -> work(10, 20), () -> work(30, 20), () -> work(40, 50))));
}
