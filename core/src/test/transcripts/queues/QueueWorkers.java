import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void worker(Queue<Integer> queue, String name) {
    while (true) {
        int item = queue.get();
        sleep(millis(item));
        say(name, "did", item);
        queue.taskDone();
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                for (int item : new int[] {30, 10, 15, 40}) {
                    queue.putNowait(item);
                }
                var workers =
                        Stream.of("x", "y")
                                .map(name -> createTask(() -> worker(queue, name)))
                                .toList();
                queue.join();
                say("all done");
                workers.forEach(Task::cancel);
                say(workers.stream().map(task -> outcome(task)).toList());
            });
}
