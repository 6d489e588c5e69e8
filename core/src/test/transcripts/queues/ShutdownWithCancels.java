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
                        Stream.of("a", "b", "c")
                                .map(name -> createTask(() -> get(queue, name)))
                                .toList();
                turns(1);
                getters.get(1).cancel("before");
                queue.shutdown();
                turns(1);
                say(getters.stream().map(Future::isDone).toList());
            });
}
