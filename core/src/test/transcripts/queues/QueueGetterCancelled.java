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
                getters.get(0).cancel("first");
                turns(1);
                getters.get(1).cancel("second");
                queue.putNowait(1);
                turns(1);
                queue.putNowait(2);
                turns(1);
                say(queue.size(), getters.stream().map(Future::isDone).toList());
            });
}
