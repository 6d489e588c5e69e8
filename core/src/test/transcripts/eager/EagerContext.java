import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void work(String name, boolean suspends) {
    say(name, user.get());
    user.set(name);
    if (suspends) {
        sleep(seconds(0));
    }
    say(name, user.get());
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                user.set("main");
                createTask(() -> work("a", false));
                say(user.get());
                var task = createTask(() -> work("b", true));
                say(user.get());
                user.set("changed");
                task.await();
                say(user.get());
                var given = copyContext();
                createTask(named("c").context(given), () -> work("c", false));
                say(user.get(), given.get(user));
            });
}
