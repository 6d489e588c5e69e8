import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(Duration delay) {
    sleep(delay);
    throw new Oops("f");
}

void main() {
    run(
            () -> {
                var a = createTask(() -> sleep(millis(10)));
                var b = createTask(() -> fail(millis(20)));
                var c = createTask(() -> sleep(millis(40)));
                var some = waitFirstException(List.of(a, b, c));
                say(
                        some.done().contains(a),
                        some.done().contains(b),
                        some.pending().contains(c),
                        b.exception());
                var all = waitFirstException(List.of(a, c));
                say(all.done().contains(a), all.done().contains(c), all.pending().size());
            });
}
