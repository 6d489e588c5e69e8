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
                for (var name : List.of("a", "b", "c")) {
                    createTask(() -> get(queue, name));
                }
                turns(1);
                queue.putNowait(1);
                say("quick", queue.getNowait());
                turns(1);
                for (int item : new int[] {2, 3, 4}) {
                    queue.putNowait(item);
                    turns(1);
                }
            });
}
