import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String fail(String name, int time) {
    say(name, "begins");
    sleep(millis(time));
    throw new Oops(name);
}

void main() {
    run(
            () -> {
                List<Block<String, RuntimeException>> none = List.of();
                var result = staggeredRace(none, millis(100));
                say(result.value(), result.hasWinner(), result.errors());
                List<Block<String, RuntimeException>> works =
                        List.of(() -> fail("a", 30), () -> fail("b", 10), () -> fail("c", 40));
                result = staggeredRace(works, millis(100));
                say(result.value(), result.hasWinner(), result.errors());
            });
}
