import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Coroutine<String> work(String name) {
    return async(
            () -> {
                say(name, "runs");
                return name;
            });
}

void main() {
    run(
            () -> {
                var task = createTask(work("task"));
                var coroutine = work("coroutine");
                say(gather(task, coroutine, task, coroutine, task));
            });
}
