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
                var queue = new Queue<Integer>(1);
                var counter = createTask(() -> ticks(7));
                for (int item : new int[] {1, 2, 3, 4}) {
                    createTask(() -> put(queue, item));
                }
                turns(2);
                for (int i = 0; i < 4; i++) {
                    say("got", queue.getNowait());
                    turns(1);
                }
                counter.await();
            });
}
