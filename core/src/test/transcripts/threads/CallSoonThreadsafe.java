import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<String> future = Future.pending();
                var job =
                        loop.runInExecutor(
                                null,
                                () -> {
                                    loop.callSoonThreadsafe(() -> say("first"));
                                    loop.callSoonThreadsafe(
                                            () -> future.setResult("from a thread"));
                                    loop.callSoonThreadsafe(() -> say("last"));
                                    return null;
                                });
                job.await();
                say(future.await());
            });
}
