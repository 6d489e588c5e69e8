import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");
ContextVar<String> other = ContextVar.withDefault("other", "nothing");

String change(String name) {
    var before = user.get();
    user.set(name);
    return before;
}

String fail() {
    user.set("failed");
    throw new Oops("inside");
}

void main() {
    user.set("main");
    var context = copyContext();
    say(
            context.run(() -> change("a")),
            context.run(() -> change("b")),
            context.get(user),
            user.get());
    say(outcome(() -> context.run(() -> fail())), context.get(user));
    say(context.run(() -> outcome(() -> context.run(() -> change("c")))));
    var inner = context.copy();
    say(context.run(() -> inner.run(() -> change("inner"))), context.get(user), inner.get(user));
    say(context.run(() -> inner.run(() -> outcome(() -> context.run(() -> change("d"))))));
    say(context.size(), context.contains(user), context.contains(other), context.get(other));
    var empty = new Context();
    say(empty.run(() -> user.get()), empty.size());
}
