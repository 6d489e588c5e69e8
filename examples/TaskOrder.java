// Two tasks run at once: the one that was started second finishes first.
//
// Run: ./asyncio run examples/TaskOrder.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::race);
}

void race() {
    var first = createTask(() -> say("first", millis(600)));
    var second = createTask(() -> say("second", millis(200)));
    await(first);
    await(second);
}

void say(String name, Duration delay) {
    IO.println(name + " started");
    sleep(delay);
    IO.println(name + " finished");
}
