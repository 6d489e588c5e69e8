import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name) {
    try {
        sleep(seconds(3600));
    } finally {
        say(name, "ends");
    }
}

void main() {
    run(
            () -> {
                var tasks = new LinkedHashMap<String, Task<Void>>();
                for (var name : List.of("a", "b", "c")) {
                    tasks.put(name, createTask(() -> work(name)));
                }
                sleep(seconds(0));
                for (var name : List.of("c", "a", "b")) {
                    tasks.get(name).cancel();
                }
                say("asked");
                sleep(seconds(0));
                say(tasks.values().stream().map(Task::isCancelled).toList());
                sleep(seconds(0));
                say(tasks.values().stream().map(Task::isCancelled).toList());
            });
}
