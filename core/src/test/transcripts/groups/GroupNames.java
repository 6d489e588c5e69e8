import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void work() {
    say(currentTask().name(), user.get());
    user.set("changed");
}

void main() {
    run(
            () -> {
                user.set("main");
                var given = copyContext();
                given.run(
                        () -> {
                            user.set("given");
                        });
                var unnamed =
                        taskGroup(
                                group -> {
                                    group.createTask(named("named"), () -> work());
                                    sleep(seconds(0));
                                    group.createTask(
                                            named("in a context").context(given), () -> work());
                                    return group.createTask(() -> sleep(seconds(0)));
                                });
                say(unnamed.name().startsWith("Task-"), user.get(), given.get(user));
            });
}
