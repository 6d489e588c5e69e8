import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void work(String name) {
    say(name, "begins with", user.get());
    user.set(name);
    sleep(seconds(0));
    say(name, "goes on with", user.get());
}

void main() {
    run(
            () -> {
                user.set("main");
                var a = createTask(() -> work("a"));
                user.set("changed");
                var b = createTask(() -> work("b"));
                a.await();
                b.await();
                say(user.get());
                work("called");
                say(user.get());
            });
    say(user.get());
}
