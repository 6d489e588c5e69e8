import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void again(ExceptionGroup group) {
    group.handle(
                    Oops.class,
                    e -> {
                        throw e;
                    })
            .rethrowRest();
}

void other(ExceptionGroup group) {
    group.handle(
                    Oops.class,
                    _ -> {
                        throw new IllegalArgumentException();
                    })
            .rethrowRest();
}

void main() {
    var one = new ExceptionGroup("one", List.of(new Oops("a")));
    var two = new ExceptionGroup("two", List.of(new Oops("a"), new IllegalStateException()));
    say(outcome(() -> again(one)));
    say(outcome(() -> again(two)));
    say(outcome(() -> other(two)));
}
