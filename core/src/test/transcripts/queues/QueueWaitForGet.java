import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                say(outcome(() -> waitFor(queue::get, millis(10))));
                queue.put(1);
                say(queue.size());
                say(outcome(() -> waitFor(queue::get, millis(10))));
                getRunningLoop().callLater(millis(20), () -> queue.putNowait(2));
                say(outcome(() -> waitFor(queue::get, millis(30))));
            });
}
