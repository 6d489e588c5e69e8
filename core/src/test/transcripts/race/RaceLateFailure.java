import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time, boolean fails) {
    say(name, "begins");
    sleep(millis(time));
    say(name, "ends");
    if (fails) {
        throw new Oops(name);
    }
    return name;
}

void main() {
    run(
            () -> {
                List<Block<String, RuntimeException>> works =
                        List.of(
                                () -> work("a", 150, true),
                                () -> work("b", 140, false),
                                () -> work("c", 200, false));
                var result = staggeredRace(works, millis(100));
                say(result.value(), result.winner(), result.errors());
            });
}
