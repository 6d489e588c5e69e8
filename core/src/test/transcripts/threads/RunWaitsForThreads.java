import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void work(CountDownLatch begun, CountDownLatch goOn) throws InterruptedException {
    begun.countDown();
    goOn.await();
    say("the work ends");
    return null;
}

void main() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    run(
            () -> {
                getRunningLoop().runInExecutor(null, () -> work(begun, goOn));
                toThread(() -> begun.await());
                say("main ends");
                goOn.countDown();
            });
    say("over");
}
