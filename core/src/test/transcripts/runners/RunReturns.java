import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Oops error = new Oops("main");

String work(boolean fails) {
    sleep(millis(10));
    if (fails) {
        throw error;
    }
    return "result";
}

void main() {
    say(run(() -> work(false)));
    var e = outcome(() -> run(() -> work(true)));
    say(e, e == error);
}
