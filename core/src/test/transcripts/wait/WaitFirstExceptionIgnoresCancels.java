import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var a = createTask(() -> sleep(seconds(3600)));
                var b = createTask(() -> sleep(millis(30)));
                getRunningLoop().callLater(millis(10), () -> a.cancel());
                var result = waitFirstException(List.of(a, b));
                say(result.done().size(), result.pending().size(), a.isCancelled(), b.isDone());
            });
}
