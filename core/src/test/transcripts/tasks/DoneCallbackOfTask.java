import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Integer fail() {
    throw new Oops("f");
}

void report(Task<Integer> task) {
    say(task.name(), task.isDone(), task.isCancelled());
    if (!task.isCancelled()) {
        say(outcome(task::result));
    }
}

Integer sleepFor(Duration duration, int result) {
    sleep(duration);
    return result;
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(
                                createTask(named("good"), () -> sleepFor(seconds(0), 1)),
                                createTask(named("bad"), () -> fail()),
                                createTask(named("cancelled"), () -> sleepFor(seconds(3600), 0)));
                for (var task : tasks) {
                    task.addDoneCallback(done -> report((Task<Integer>) done));
                }
                for (int i = 0; i < 5; i++) {
                    say("main", i);
                    if (i == 2) {
                        tasks.get(2).cancel();
                    }
                    sleep(seconds(0));
                }
            });
}
