import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void work(String name) {
    say(name, user.get());
    user.set(name);
    sleep(seconds(0));
    say(name, user.get());
}

void main() {
    run(
            () -> {
                user.set("main");
                shield(() -> work("shield"));
                say(user.get());
                ensureFuture(() -> work("ensure_future")).await();
                say(user.get());
                taskGroup(
                        group -> {
                            group.createTask(() -> work("group"));
                        });
                say(user.get());
                for (var awaitable :
                        asCompleted(List.of(async(() -> work("as_completed")))).awaitables()) {
                    awaitable.await();
                }
                say(user.get());
            });
}
