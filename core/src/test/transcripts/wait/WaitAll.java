import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(20));
    throw new Oops("f");
}

void main() {
    run(
            () -> {
                var good = createTask(() -> sleep(millis(10)));
                var bad = createTask(() -> fail());
                var cancelled = createTask(() -> sleep(seconds(3600)));
                getRunningLoop().callLater(millis(30), () -> cancelled.cancel());
                var all = waitAll(List.of(good, bad, cancelled));
                say(
                        all.done().size(),
                        all.pending().size(),
                        all.done().contains(good),
                        all.done().contains(bad),
                        all.done().contains(cancelled));
                say(bad.exception(), cancelled.isCancelled());
            });
}
