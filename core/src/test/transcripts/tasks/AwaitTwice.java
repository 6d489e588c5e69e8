import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> List.of("a", "list"));
                var first = task.await();
                var second = task.await();
                say(first, first == second, first == task.result());
            });
}
