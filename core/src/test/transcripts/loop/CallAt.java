import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var now = loop.time();
                var handles =
                        Stream.of(0.5, 0.25)
                                .map(
                                        delay ->
                                                loop.callAt(
                                                        now.plus(seconds(delay)), () -> say(delay)))
                                .toList();
                say(
                        handles.stream()
                                .map(handle -> handle.when().minus(now).toMillis() / 1000.0)
                                .toList());
                sleep(seconds(1));
                say(loop.time().minus(now).compareTo(seconds(1)) >= 0);
            });
}
