import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

final ContextVar<String> variable = ContextVar.withDefault("variable", "unset");

Generator<String> numbers() {
    return generator(
            y -> {
                y.yield(variable.get());
                variable.set("by the body");
                sleep(seconds(0));
                y.yield(variable.get());
                y.yield(variable.get());
            });
}

void main() {
    run(
            () -> {
                Generator<String> generator = numbers();
                variable.set("by the consumer");
                say(generator.next());
                say(generator.next(), variable.get());
                var task =
                        createTask(
                                () -> {
                                    variable.set("by another task");
                                    return generator.next();
                                });
                say(task.await(), variable.get());
                generator.close();
            });
}
