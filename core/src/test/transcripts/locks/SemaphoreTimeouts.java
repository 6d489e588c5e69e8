import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.stream.IntStream;

void job(Semaphore semaphore, int number) {
    try {
        timeout(seconds(number % 4 + 0.5 + number / 64.0), () -> semaphore.acquire());
    } catch (TimeoutException e) {
        say(number, e);
        return;
    }
    say(number, "begins", getRunningLoop().time().toMillis() / 1000.0);
    sleep(seconds(1));
    semaphore.release();
}

void main() {
    run(
            () -> {
                var semaphore = new BoundedSemaphore(3);
                gather(
                        IntStream.range(0, 10)
                                .mapToObj(i -> createTask(() -> job(semaphore, i)))
                                .toList());
                say(semaphore.isLocked());
            });
}
