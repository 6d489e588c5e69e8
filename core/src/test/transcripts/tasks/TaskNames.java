import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var named = createTask(named("worker"), () -> say("in", currentTask().name()));
                var a = createTask(() -> sleep(seconds(0)));
                var b = createTask(() -> sleep(seconds(0)));
                say(named.name(), a.name().startsWith("Task-"), !a.name().equals(b.name()));
                named.await();
                say(named.name());
            });
}
