import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

SendGenerator<String, String> inner(String name) {
    return sendGenerator(
            y -> {
                say(name, "heard", y.yield(name + " ready"));
                try {
                    y.yield(name + " on");
                } catch (Oops e) {
                    say(name, "caught", e);
                    return name + " was hurt";
                }
                return name + " is fine";
            });
}

SendGenerator<String, String> outer() {
    return sendGenerator(
            y -> {
                Object first = y.yieldFrom(inner("a"));
                say(first);
                Object second = y.yieldFrom(inner("b"));
                say(second);
                return List.of(first, second);
            });
}

void main() {
    run(
            () -> {
                SendGenerator<String, String> generator = outer();
                say(generator.next());
                say(generator.send("1"));
                say(generator.throwInto(new Oops("x")));
                say(generator.send("2"));
                say(((StopIteration) outcome(() -> generator.send("3"))).value());
                say(((StopIteration) outcome(() -> generator.next())).value());
            });
}
