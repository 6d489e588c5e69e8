import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(boolean suspends) {
    try {
        if (suspends) {
            sleep(seconds(3600));
        }
    } catch (CancelledError e) {
        say("in the task", e);
        throw e;
    }
    return "result";
}

String cancelsItself() {
    currentTask().cancel("self");
    return "never";
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                var done = createTask(() -> work(false));
                say(done.cancel(), done.isCancelled(), done.result());
                var suspended = createTask(() -> work(true));
                say(suspended.cancel("enough"), suspended.isDone());
                say(outcome(suspended));
                var itself = createTask(() -> cancelsItself());
                say(outcome(itself), itself.isCancelled());
            });
}
