import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void produce(Queue<Integer> queue, int name) {
    for (int i = 0; i < 4; i++) {
        queue.put(name + i);
        say("put", name + i);
    }
}

void consume(Queue<Integer> queue, String name) {
    for (int i = 0; i < 6; i++) {
        say(name, "got", queue.get());
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(2);
                var counter = createTask(() -> ticks(10));
                gather(
                        () -> produce(queue, 10),
                        () -> produce(queue, 20),
                        () -> produce(queue, 30),
                        () -> consume(queue, "x"),
                        () -> consume(queue, "y"));
                counter.await();
            });
}
