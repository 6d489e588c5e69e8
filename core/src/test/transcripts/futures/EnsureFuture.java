import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    say("the work runs");
    return "result";
}

void main() {
    run(
            () -> {
                Future<String> future = Future.pending();
                var task = createTask(() -> work());
                say(ensureFuture(future) == future, ensureFuture(task) == task);
                var made = ensureFuture(() -> work());
                say(made instanceof Task, made.isDone());
                say(made.await(), task.await());
            });
}
