// Gathers three tasks: they start in order, finish when they finish, and their results come in the
// order of the arguments.
//
// Run: ./asyncio run examples/GatherTasks.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::gatherAll);
}

void gatherAll() {
    var results =
            gather(
                    () -> work("A", millis(900)),
                    () -> work("B", millis(300)),
                    () -> work("C", millis(600)));
    IO.println(results);
}

String work(String name, Duration duration) {
    IO.println(name + " started");
    sleep(duration);
    IO.println(name + " finished");
    return "result of " + name;
}
