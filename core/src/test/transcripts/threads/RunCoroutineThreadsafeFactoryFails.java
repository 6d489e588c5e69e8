import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                toThread(
                        () -> {
                            loop.callSoonThreadsafe(
                                    () ->
                                            loop.setTaskFactory(
                                                    (_, _, _) -> {
                                                        throw new Oops("factory");
                                                    }));
                            var future = runCoroutineThreadsafe(loop, () -> say("never"));
                            say(future.handle((_, error) -> error).join());
                        });
                loop.setTaskFactory(null);
            });
}
