import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;
import org.asyncio4j.lowlevel.EventLoop;

void count() {
    for (int i = 0; i < 4; i++) {
        say("count", i);
        sleep(millis(10));
    }
}

EventLoop second(Task<?> task) {
    say("second", task.isDone());
    task.await();
    return getRunningLoop();
}

void main() {
    var tasks = new ArrayList<Task<Void>>();
    try (var runner = Runner.open()) {
        runner.run(
                () -> {
                    tasks.add(createTask(() -> count()));
                    sleep(millis(15));
                });
        say("between", runner.loop().isRunning(), tasks.get(0).isDone());
        say(runner.run(() -> second(tasks.get(0))) == runner.loop());
    }
    say(tasks.get(0).isDone(), tasks.get(0).isCancelled());
}
