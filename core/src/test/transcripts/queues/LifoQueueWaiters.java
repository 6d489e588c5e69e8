import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void get(Queue<Integer> queue, String name) {
    say(name, "got", outcome(queue::get));
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
                var queue = new LifoQueue<Integer>(2);
                for (var name : List.of("a", "b")) {
                    createTask(() -> get(queue, name));
                }
                turns(1);
                queue.putNowait(1);
                queue.putNowait(2);
                turns(1);
                for (int item : new int[] {3, 4, 5, 6}) {
                    createTask(() -> put(queue, item));
                }
                turns(1);
                for (int i = 0; i < 4; i++) {
                    say("got", queue.get());
                    turns(1);
                }
            });
}
