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
                for (boolean immediate : new boolean[] {false, true}) {
                    var queue = new Queue<Integer>();
                    for (var name : List.of("a", "b")) {
                        createTask(() -> get(queue, name));
                    }
                    turns(1);
                    queue.putNowait(1);
                    queue.shutdown(immediate);
                    turns(2);
                    say(queue.size(), outcome(queue::taskDone) == null);
                }
            });
}
