import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(seconds(0));
    }
}

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
                    var counter = createTask(() -> ticks(4));
                    for (var name : List.of("a", "b", "c")) {
                        createTask(() -> get(queue, name));
                    }
                    turns(2);
                    queue.shutdown(immediate);
                    say("shut down");
                    counter.await();
                }
            });
}
