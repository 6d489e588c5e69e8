import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Coroutine<Integer> work() {
    return async(
            () -> {
                say("works");
                return 1;
            });
}

void main() {
    run(
            () -> {
                var coroutine = work();
                say(await(coroutine));
                say(outcome(coroutine));
            });
}
