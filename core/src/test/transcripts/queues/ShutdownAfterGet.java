import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void put(Queue<Integer> queue, int item) {
    say("put", item, outcome(() -> queue.put(item)));
}

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>(1);
                queue.putNowait(0);
                for (int item : new int[] {1, 2}) {
                    createTask(() -> put(queue, item));
                }
                turns(1);
                say("got", queue.getNowait());
                queue.shutdown();
                turns(1);
                say(queue.size(), outcome(queue::getNowait));
            });
}
