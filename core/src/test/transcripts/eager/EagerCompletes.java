import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(boolean fails) {
    say("runs");
    if (fails) {
        throw new Oops("failed");
    }
    return "result";
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                var done = createTask(() -> work(false));
                say(done.isDone(), done.result());
                var failed = createTask(() -> work(true));
                say(failed.isDone(), failed.exception());
                say(outcome(failed));
                getRunningLoop().setTaskFactory(null);
                var lazy = createTask(() -> work(false));
                say(lazy.isDone());
                say(lazy.await());
            });
}
