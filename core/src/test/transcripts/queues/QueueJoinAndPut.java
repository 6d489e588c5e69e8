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
                var queue = new Queue<Integer>();
                queue.putNowait(1);
                var joiner = createTask(queue::join);
                turns(1);
                queue.taskDone();
                queue.putNowait(2);
                turns(1);
                say(joiner.isDone());
                var second = createTask(queue::join);
                turns(1);
                say(second.isDone(), second.cancel("enough"));
                say(outcome(second));
            });
}
