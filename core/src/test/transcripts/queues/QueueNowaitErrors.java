import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(1);
                say(outcome(queue::getNowait));
                say(outcome(() -> queue.putNowait(1)));
                say(outcome(() -> queue.putNowait(2)));
                say(outcome(queue::getNowait));
                say(outcome(queue::getNowait));
                say(outcome(queue::taskDone));
                say(outcome(queue::taskDone) == null);
            });
}
