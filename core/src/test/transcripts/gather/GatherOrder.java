import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int millis) {
    sleep(millis(millis));
    say(name, "ends");
    return name;
}

void main() {
    run(() -> say(gather(() -> work("a", 30), () -> work("b", 10), () -> work("c", 20))));
}
