import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    sleep(millis(time));
    say(name, "ends");
    return name;
}

String take(Iterator<Coroutine<String>> completed) {
    return completed.next().await();
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(createTask(() -> work("a", 20)), createTask(() -> work("b", 30)));
                var completed = asCompleted(tasks).awaitables().iterator();
                var taking = createTask(() -> take(completed));
                sleep(millis(10));
                taking.cancel("enough");
                say(outcome(taking), tasks.stream().map(Task::isDone).toList());
                say(take(completed));
                say(gather(tasks));
            });
}
