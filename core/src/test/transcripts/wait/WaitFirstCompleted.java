import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

List<String> names(Collection<Task<Void>> tasks) {
    return tasks.stream().map(Task::name).sorted().toList();
}

void main() {
    run(
            () -> {
                Set<Task<Void>> pending =
                        Stream.of(3, 1, 2)
                                .map(n -> createTask(named("t" + n), () -> sleep(millis(10 * n))))
                                .collect(Collectors.toSet());
                while (!pending.isEmpty()) {
                    var result = waitAny(pending);
                    pending = result.pending();
                    say(names(result.done()), names(pending));
                }
            });
}
