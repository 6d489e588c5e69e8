import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                for (int item : new int[] {1, 2, 3}) {
                    queue.putNowait(item);
                }
                queue.taskDone();
                queue.taskDone();
                queue.shutdown(true);
                queue.join();
                say(queue.size(), outcome(queue::taskDone) == null);
            });
}
