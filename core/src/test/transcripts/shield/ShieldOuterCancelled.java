import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    sleep(millis(30));
    say("the work ends");
    return "result";
}

void waits(Task<String> inner) {
    shield(inner);
    say("never");
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> work());
                var one = createTask(() -> waits(inner));
                var other = createTask(() -> shield(inner));
                sleep(millis(10));
                one.cancel("enough");
                say(outcome(one), inner.isDone(), inner.cancelling());
                say(other.await(), inner.result());
            });
}
