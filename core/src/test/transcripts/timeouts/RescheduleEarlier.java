import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void block(Duration limit, int earlier) {
    var loop = getRunningLoop();
    var begin = loop.time();
    try {
        timeout(
                limit,
                timeout -> {
                    timeout.rescheduleAt(begin.plusMillis(earlier));
                    say("not yet", timeout.isExpired());
                    sleep(seconds(0));
                    say("after a turn", timeout.isExpired());
                    sleep(seconds(3600));
                });
    } finally {
        say(loop.time().minus(begin).toMillis());
    }
}

void main() {
    run(
            () -> {
                say(outcome(() -> block(seconds(1), 10)));
                say(outcome(() -> block(null, 10)));
                say(outcome(() -> block(seconds(1), -10)));
            });
}
