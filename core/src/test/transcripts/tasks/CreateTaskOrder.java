import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name) {
    say(name, "begins");
    sleep(seconds(0));
    say(name, "ends");
    return name;
}

void main() {
    run(
            () -> {
                var tasks =
                        Stream.of("a", "b", "c").map(name -> createTask(() -> work(name))).toList();
                say("made", tasks.stream().map(Task::isDone).toList());
                for (var task : tasks.reversed()) {
                    say(task.await());
                }
            });
}
