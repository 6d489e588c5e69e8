import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name) {
    say(name, "begins");
    sleep(seconds(0));
    say(name, "ends");
}

void main() {
    run(
            () -> {
                Future<Void> failed = Future.pending();
                failed.setException(new Oops("long ago"));
                say(outcome(() -> gather(async(() -> work("a")), failed, async(() -> work("b")))));
                sleep(seconds(0));
                sleep(seconds(0));
            });
}
