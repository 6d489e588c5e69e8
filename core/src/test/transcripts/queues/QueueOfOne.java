import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void produce(Queue<Integer> queue) {
    for (int item = 0; item < 6; item++) {
        queue.put(item);
        say("put", item);
    }
}

void consume(Queue<Integer> queue) {
    for (int i = 0; i < 6; i++) {
        say("got", queue.get());
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(1);
                var counter = createTask(() -> ticks(12));
                gather(() -> produce(queue), () -> consume(queue));
                counter.await();
            });
}
