import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

int work(int time) {
    sleep(millis(time));
    return time;
}

void main() {
    run(
            () -> {
                var begin = getRunningLoop().time();
                var tasks = List.of(createTask(() -> work(20)), createTask(() -> work(10)));
                for (var awaitable : asCompleted(tasks, seconds(1)).awaitables()) {
                    say(List.of(10, 20).contains(outcome(awaitable)));
                }
                say(getRunningLoop().time().minus(begin).toMillis());
            });
    say("end");
}
