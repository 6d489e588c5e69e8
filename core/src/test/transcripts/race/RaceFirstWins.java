import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    say(name, "begins");
    sleep(millis(time));
    return name;
}

void main() {
    run(
            () -> {
                List<Block<String, RuntimeException>> only = List.of(() -> work("only", 10));
                var result = staggeredRace(only, millis(100));
                say(result.value(), result.winner(), result.errors());
                List<Block<String, RuntimeException>> works =
                        List.of(() -> work("fast", 10), () -> work("never", 10));
                result = staggeredRace(works, millis(100));
                say(result.value(), result.winner(), result.errors());
            });
}
