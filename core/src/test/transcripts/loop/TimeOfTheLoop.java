import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var before = loop.time();
                gather(
                        () -> sleep(seconds(0.5)),
                        () -> sleep(seconds(1)),
                        () -> sleep(seconds(0.25)));
                var took = loop.time().minus(before);
                say(took.compareTo(seconds(1)) >= 0 && took.compareTo(seconds(1.2)) < 0);
                var again = loop.time();
                sleep(seconds(0));
                say(loop.time().minus(again).compareTo(seconds(0.2)) < 0);
            });
}
