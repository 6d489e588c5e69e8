import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

String work() {
    var seen = user.get();
    user.set("thread");
    return seen;
}

void main() {
    run(
            () -> {
                user.set("main");
                say(toThread(() -> work()));
                say(toThread(() -> user.get()));
                say(user.get());
            });
}
