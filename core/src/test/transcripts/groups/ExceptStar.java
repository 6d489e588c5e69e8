import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(Throwable error, int time) throws Throwable {
    try {
        sleep(millis(time));
    } catch (CancelledError e) {
        throw error;
    }
    throw error;
}

void block(Throwable... errors) {
    try {
        taskGroup(
                group -> {
                    for (var error : errors) {
                        group.createTask(() -> fail(error, 10));
                    }
                    sleep(millis(20));
                });
    } catch (ExceptionGroup group) {
        var oops = new ArrayList<Oops>();
        var rest = group.handle(Oops.class, e -> oops.add(e));
        oops.sort(Comparator.comparing(Oops::getMessage));
        oops.forEach(e -> say("handled", e));
        rest.handle(TimeoutException.class, e -> say("handled", e)).rethrowRest();
    }
}

void main() {
    run(
            () -> {
                say(outcome(() -> block(new Oops("a"), new TimeoutException("b"), new Oops("b"))));
                say(outcome(() -> block(new Oops("c"), new IllegalArgumentException())));
                say(outcome(() -> block(new IllegalArgumentException())));
                say(outcome(() -> block(new Grave("d"), new Oops("e"))));
            });
}
