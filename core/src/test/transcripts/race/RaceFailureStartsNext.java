import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(Duration begin, String name, boolean fails) {
    say(name, "begins at", getRunningLoop().time().minus(begin).toMillis());
    sleep(millis(10));
    if (fails) {
        throw new Oops(name);
    }
    return name;
}

void main() {
    run(
            () -> {
                var begin = getRunningLoop().time();
                List<Block<String, RuntimeException>> works =
                        List.of(
                                () -> work(begin, "a", true),
                                () -> work(begin, "b", true),
                                () -> work(begin, "c", false));
                var result = staggeredRace(works, seconds(1));
                say(result.value(), result.winner(), result.errors());
            });
}
