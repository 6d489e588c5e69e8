import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                queue.shutdown();
                say(outcome(() -> queue.put(1)), outcome(() -> queue.putNowait(1)));
                say(outcome(queue::get), outcome(queue::getNowait));
                queue.join();
                queue.shutdown(true);
                say(queue.size());
            });
}
