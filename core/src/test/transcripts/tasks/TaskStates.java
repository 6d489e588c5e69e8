import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

int work(boolean fails) {
    if (fails) {
        throw new Oops("no");
    }
    return 5;
}

void main() {
    run(
            () -> {
                var good = createTask(() -> work(false));
                var bad = createTask(() -> work(true));
                for (int i = 0; i < 2; i++) {
                    for (var task : List.of(good, bad)) {
                        say(
                                task.isDone(),
                                task.isCancelled(),
                                outcome(task::result),
                                outcome(task::exception));
                    }
                    sleep(seconds(0));
                }
            });
}
