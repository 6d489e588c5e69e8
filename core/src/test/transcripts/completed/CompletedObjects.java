import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Object fail() {
    sleep(millis(20));
    throw new Oops("failed");
}

Object slow() {
    sleep(millis(30));
    return "coroutine";
}

void main() {
    run(
            () -> {
                Future<Object> future = Future.pending();
                getRunningLoop().callLater(millis(10), () -> future.setResult("future"));
                Task<Object> task = createTask(() -> fail());
                var coroutine = async(() -> slow());
                for (var done : asCompleted(List.of(coroutine, task, future))) {
                    say(done == future, done == task, done instanceof Task, done.isDone());
                    say(done.exception() != null ? done.exception() : done.result());
                }
            });
}
