import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(boolean fails) {
    sleep(millis(10));
    if (fails) {
        throw new Oops("f");
    }
    return "result";
}

void main() {
    run(
            () -> {
                say(waitFor(() -> work(false), millis(50)));
                say(outcome(() -> waitFor(() -> work(true), millis(50))));
                Future<String> done = Future.pending();
                done.setResult("done");
                say(waitFor(done, millis(50)), currentTask().cancelling());
            });
}
