import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waits(Future<String> future) {
    say("waits");
    say("got", future.await());
}

void sets(Future<String> future) {
    future.setResult("value");
    say("set");
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                Future<String> first = Future.pending();
                Future<String> second = Future.pending();
                var one = createTask(() -> waits(first));
                createTask(() -> sets(first));
                createTask(() -> sets(second));
                var two = createTask(() -> waits(second));
                say(one.isDone(), two.isDone());
                one.await();
                say("end");
            });
}
