import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.of("user");
ContextVar<String> other = ContextVar.withDefault("other", "default");

void work(ContextVar.Token<String> token) {
    say("in a task", outcome(() -> user.reset(token)));
}

void main() {
    run(
            () -> {
                say(
                        outcome(() -> user.get()),
                        user.getOr("otherwise"),
                        other.get(),
                        other.getOr("otherwise"));
                var first = user.set("a");
                var second = user.set("b");
                say(outcome(() -> other.reset(second)));
                createTask(() -> work(second)).await();
                user.reset(second);
                say(user.get(), second.oldValue());
                say(outcome(() -> user.reset(second)));
                user.reset(first);
                say(outcome(() -> user.get()), !first.hasOldValue());
                var outOfOrder = user.set("c");
                user.set("d");
                user.reset(outOfOrder);
                say(outcome(() -> user.get()));
            });
}
