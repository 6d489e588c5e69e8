import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void parent(String name) {
    say("parent", name);
    var children = Stream.of(0, 1).map(i -> createTask(() -> say("child", name + i))).toList();
    sleep(seconds(0));
    say("parent", name, children.stream().map(Task::isDone).toList());
}

void main() {
    run(() -> gather(() -> parent("a"), () -> parent("b")));
}
