import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void work(String name) {
    say(name, user.get());
    user.set(name);
}

void main() {
    user.set("outside");
    var given = copyContext();
    try (var runner = Runner.open()) {
        runner.run(() -> work("first"));
        user.set("changed");
        runner.run(() -> work("second"));
        runner.run(given, () -> work("given"));
        runner.run(() -> work("third"));
    }
    say(user.get(), given.get(user));
    run(() -> work("another run"));
    say(user.get());
}
