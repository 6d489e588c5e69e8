import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (int maxsize : new int[] {2, 0, -1}) {
                    var queue = new Queue<Integer>(maxsize);
                    say(queue.maxsize(), queue.size(), queue.isEmpty(), queue.isFull());
                    queue.putNowait(1);
                    say(queue.size(), queue.isEmpty(), queue.isFull());
                    queue.putNowait(2);
                    say(queue.size(), queue.isEmpty(), queue.isFull());
                    say(outcome(() -> queue.putNowait(3)));
                    queue.getNowait();
                    say(queue.size(), queue.isEmpty(), queue.isFull());
                }
            });
}
