import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(1);
                queue.put(1);
                try {
                    timeout(millis(10), () -> queue.put(2));
                } catch (TimeoutException e) {
                    say(e, queue.size());
                }
                say(queue.get(), queue.isEmpty());
                queue.taskDone();
                queue.join();
                say("joined");
            });
}
