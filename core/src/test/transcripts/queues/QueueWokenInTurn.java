import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void get(Queue<Integer> queue, String name) {
    say(name, "got", outcome(queue::get));
}

void turns(int count) {
    for (int i = 0; i < count; i++) {
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var queue = new Queue<Integer>();
                var first = createTask(() -> get(queue, "waits"));
                turns(1);
                var late = createTask(() -> get(queue, "late"));
                queue.putNowait(1);
                turns(1);
                say(first.isDone(), late.isDone());
                queue.putNowait(2);
                turns(2);
            });
}
