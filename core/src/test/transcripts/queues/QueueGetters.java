import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void get(Queue<Integer> queue, String name) {
    say(name, "got", outcome(queue::get));
}

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                var counter = createTask(() -> ticks(7));
                for (var name : List.of("a", "b", "c")) {
                    createTask(() -> get(queue, name));
                }
                turns(2);
                for (int item : new int[] {1, 2, 3}) {
                    queue.putNowait(item);
                    say("put", item);
                    turns(1);
                }
                counter.await();
            });
}
