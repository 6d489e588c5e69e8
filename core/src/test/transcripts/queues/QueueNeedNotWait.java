import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var counter = createTask(() -> ticks(2));
                var queue = new Queue<Integer>(1);
                queue.put(1);
                say("put");
                say("got", queue.get());
                queue.taskDone();
                queue.join();
                say("joined");
                counter.await();
            });
}
