import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

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
                var getters =
                        Stream.of("a", "b", "c", "d")
                                .map(name -> createTask(() -> get(queue, name)))
                                .toList();
                turns(1);
                for (int item : new int[] {1, 2, 3}) {
                    queue.putNowait(item);
                }
                say(queue.size());
                turns(1);
                say(queue.size(), getters.get(3).isDone());
                queue.putNowait(4);
                turns(1);
            });
}
