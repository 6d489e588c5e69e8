import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(3);
                for (int item : new int[] {1, 2, 3}) {
                    queue.putNowait(item);
                }
                var joiner = createTask(queue::join);
                turns(1);
                queue.shutdown();
                say(outcome(() -> queue.put(4)), outcome(() -> queue.putNowait(4)));
                for (int i = 0; i < 4; i++) {
                    say(outcome(queue::get), queue.size());
                }
                say(joiner.isDone());
                for (int i = 0; i < 3; i++) {
                    queue.taskDone();
                }
                turns(1);
                say(joiner.isDone(), outcome(queue::taskDone) == null);
            });
}
