import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<Integer> future = Future.pending();
                future.setResult(1);
                getRunningLoop().callSoon(() -> say("callback"));
                var result = waitAll(List.of(future));
                say("waited", result.done().contains(future), result.pending().size());
            });
}
