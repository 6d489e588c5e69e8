import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(int delay) {
    sleep(millis(delay));
    say(delay);
}

void main() {
    run(
            () ->
                    gather(
                            Stream.of(60, 20, 0, 40, -10)
                                    .map(delay -> async(() -> work(delay)))
                                    .toList()));
}
