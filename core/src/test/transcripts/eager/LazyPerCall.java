import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name) {
    say(name);
}

void main() {
    run(
            () -> {
                var byCall = createTask(eager(), () -> work("eager by call"));
                say(byCall.isDone());
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                var lazy = createTask(lazy(), () -> work("lazy by call"));
                say(lazy.isDone());
                var byFactory = createTask(() -> work("eager by factory"));
                say(byFactory.isDone());
                lazy.await();
            });
}
