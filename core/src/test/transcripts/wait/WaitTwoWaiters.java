import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void first(List<Task<Void>> tasks) {
    var result = waitAny(tasks);
    say("first", result.done().size(), result.pending().size());
}

void allOf(List<Task<Void>> tasks) {
    var result = waitAll(tasks);
    say("all", result.done().size(), result.pending().size());
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(
                                createTask(() -> sleep(millis(10))),
                                createTask(() -> sleep(millis(30))));
                gather(() -> allOf(tasks), () -> first(tasks));
            });
}
