import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void inner(Task<?> expected) {
    say("inner", currentTask() == expected);
}

void work() {
    inner(currentTask());
    sleep(seconds(0));
    inner(currentTask());
}

void main() {
    run(
            () -> {
                var me = currentTask();
                getRunningLoop().callSoon(() -> say("callback", currentTask()));
                Task<?> task = createTask(() -> work());
                task.await();
                say(currentTask() == me, task == me);
            });
}
