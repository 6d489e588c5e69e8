import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Object meet(CyclicBarrier meeting, CountDownLatch released) throws Exception {
    meeting.await();
    released.await();
    return "met";
}

Object release(CyclicBarrier meeting, CountDownLatch released) throws Exception {
    toThread(() -> meeting.await());
    say("all there");
    released.countDown();
    return null;
}

void main() {
    run(
            () -> {
                var meeting = new CyclicBarrier(3);
                var released = new CountDownLatch(1);
                say(
                        gather(
                                () -> toThread(() -> meet(meeting, released)),
                                () -> toThread(() -> meet(meeting, released)),
                                () -> release(meeting, released)));
            });
}
