import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void tell(String where) {
    say(where, currentTask().name(), allTasks().size());
}

void inner() {
    tell("inner");
    sleep(seconds(0));
    tell("inner again");
}

Task<Void> work() {
    tell("work");
    var task = createTask(named("inner"), () -> inner());
    tell("work again");
    return task;
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                currentTask().setName("main");
                var task = createTask(named("work"), () -> work());
                tell("main");
                task.result().await();
                tell("main");
            });
}
