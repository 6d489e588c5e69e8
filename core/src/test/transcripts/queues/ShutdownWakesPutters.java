import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void put(Queue<Integer> queue, int item) {
    say("put", item, outcome(() -> queue.put(item)));
}

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                for (boolean immediate : new boolean[] {false, true}) {
                    var queue = new Queue<Integer>(1);
                    queue.putNowait(0);
                    var counter = createTask(() -> ticks(4));
                    for (int item : new int[] {1, 2}) {
                        createTask(() -> put(queue, item));
                    }
                    turns(2);
                    queue.shutdown(immediate);
                    say("shut down", queue.size());
                    counter.await();
                    say(queue.size());
                }
            });
}
