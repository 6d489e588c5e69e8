import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void join(Queue<Integer> queue, String name) {
    queue.join();
    say("joined", name);
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                for (int item = 0; item < 2; item++) {
                    queue.putNowait(item);
                }
                createTask(() -> join(queue, "a"));
                createTask(() -> join(queue, "b"));
                var counter = createTask(() -> ticks(5));
                turns(2);
                queue.getNowait();
                queue.taskDone();
                say("done", 0);
                turns(1);
                queue.taskDone();
                say("done", 1, queue.size());
                counter.await();
                join(queue, "late");
            });
}
