import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String fail() {
    throw new Oops("one");
}

String work() {
    sleep(millis(10));
    return "two";
}

void main() {
    try (var runner = Runner.open()) {
        say(outcome(() -> runner.run(() -> fail())));
        say(runner.run(() -> work()));
    }
}
