import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, boolean fails) {
    say(name, "begins");
    sleep(seconds(3600));
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
                                () -> work("a", true),
                                () -> work("b", false),
                                () -> work("never", false));
                var result = staggeredRace(works, null);
                say(result.value(), result.winner(), result.errors());
            });
}
