import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<Integer> count = ContextVar.withDefault("count", 0);

void step() {
    count.set(count.get() + 1);
    say(count.get());
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var context = copyContext();
                Future<Void> future = Future.pending();
                loop.callSoon(context, () -> step());
                loop.callSoon(context, () -> step());
                loop.callLater(context, millis(10), () -> step());
                future.addDoneCallback(context, _ -> step());
                future.setResult(null);
                sleep(millis(20));
                say(count.get(), context.get(count));
            });
}
