import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var a = createTask(() -> sleep(millis(10)));
                var b = createTask(() -> sleep(millis(20)));
                var result = waitAll(List.of(a, b, a, a));
                say(result.done().size(), result.pending().size());
            });
}
