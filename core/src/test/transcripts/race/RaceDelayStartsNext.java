import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    say(name, "begins");
    try {
        sleep(millis(time));
    } catch (CancelledError e) {
        sleep(millis(10));
        say(name, e);
        throw e;
    }
    say(name, "wins");
    return name;
}

void main() {
    run(
            () -> {
                List<Block<String, RuntimeException>> works =
                        List.of(
                                () -> work("a", 3_600_000),
                                () -> work("b", 30),
                                () -> work("never", 0));
                var result = staggeredRace(works, millis(100));
                say(result.value(), result.winner(), result.errors());
                works = List.of(() -> work("c", 150), () -> work("d", 3_600_000));
                result = staggeredRace(works, millis(100));
                say(result.value(), result.winner(), result.errors());
            });
}
