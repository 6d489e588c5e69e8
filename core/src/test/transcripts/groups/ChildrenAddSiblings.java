import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(TaskGroup group, int depth) {
    sleep(millis(10));
    say("depth", depth);
    if (depth < 3) {
        group.createTask(() -> work(group, depth + 1));
    }
}

void main() {
    run(
            () -> {
                taskGroup(
                        group -> {
                            group.createTask(() -> work(group, 1));
                            say("body ends");
                        });
                say("end");
            });
}
