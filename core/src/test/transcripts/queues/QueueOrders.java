import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (var queue :
                        List.of(
                                new Queue<Integer>(),
                                new LifoQueue<Integer>(),
                                new PriorityQueue<Integer>())) {
                    for (int item : new int[] {3, 1, 2, 1}) {
                        queue.put(item);
                    }
                    say(List.of(queue.get(), queue.get()), queue.size());
                    queue.put(0);
                    say(List.of(queue.get(), queue.get(), queue.get()), queue.isEmpty());
                }
            });
}
