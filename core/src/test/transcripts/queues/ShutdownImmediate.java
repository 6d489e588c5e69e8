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
                for (int taken : new int[] {0, 1, 2}) {
                    var queue = new Queue<Integer>();
                    for (int item : new int[] {1, 2}) {
                        queue.putNowait(item);
                    }
                    for (int i = 0; i < taken; i++) {
                        queue.getNowait();
                    }
                    var joiner = createTask(queue::join);
                    turns(1);
                    queue.shutdown(true);
                    turns(1);
                    say(queue.size(), outcome(queue::getNowait), joiner.isDone());
                    for (int i = 0; i < taken; i++) {
                        queue.taskDone();
                    }
                    turns(1);
                    say(joiner.isDone(), outcome(queue::taskDone) == null);
                }
            });
}
