import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(10));
    throw new Oops("child");
}

void sleeper() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("sibling", e);
        throw e;
    }
}

void main() {
    run(
            () -> {
                var me = currentTask();
                var tasks = new ArrayList<Task<?>>();
                try {
                    taskGroup(
                            group -> {
                                tasks.add(group.createTask(() -> fail()));
                                tasks.add(group.createTask(() -> sleeper()));
                                try {
                                    sleep(seconds(3600));
                                } catch (CancelledError e) {
                                    say("body", e, me.cancelling());
                                    throw e;
                                }
                            });
                } catch (ExceptionGroup e) {
                    say(e, me.cancelling());
                }
                say(tasks.get(0).exception(), tasks.get(1).isCancelled());
                sleep(millis(10));
                say("end");
            });
}
