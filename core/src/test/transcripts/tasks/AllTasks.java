import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

List<String> names(Task<?> main) {
    return allTasks().stream().map(task -> task == main ? "main" : task.name()).sorted().toList();
}

void main() {
    run(
            () -> {
                var main = currentTask();
                createTask(named("short"), () -> sleep(seconds(0)));
                var task = createTask(named("long"), () -> sleep(seconds(3600)));
                say(names(main));
                sleep(millis(10));
                say(names(main));
                task.cancel();
                say(names(main));
                sleep(millis(10));
                say(names(main));
            });
}
