import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(CountDownLatch begun, CountDownLatch goOn) throws InterruptedException {
    begun.countDown();
    goOn.await();
    say("the work ends");
}

void main() throws InterruptedException {
    run(
            () -> {
                var begun = new CountDownLatch(1);
                var goOn = new CountDownLatch(1);
                var task = createTask(() -> toThread(() -> work(begun, goOn)));
                toThread(() -> begun.await());
                task.cancel("enough");
                say(outcome(task));
                goOn.countDown();
            });
}
