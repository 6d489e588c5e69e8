import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

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
                queue.putNowait(0);
                var putters =
                        Stream.of(1, 2, 3, 4)
                                .map(item -> createTask(() -> put(queue, item)))
                                .toList();
                turns(1);
                putters.get(0).cancel("first");
                turns(1);
                putters.get(1).cancel("second");
                say("got", queue.getNowait());
                turns(1);
                say("got", queue.getNowait());
                turns(1);
                say("got", queue.getNowait());
                say(queue.size(), putters.stream().map(Future::isDone).toList());
            });
}
