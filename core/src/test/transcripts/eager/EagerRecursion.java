import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(int depth) {
    say("begins", depth);
    if (depth > 0) {
        var task = createTask(() -> work(depth - 1));
        say("made", depth - 1, task.isDone());
        task.await();
    } else {
        sleep(seconds(0));
    }
    say("ends", depth);
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                work(3);
            });
}
