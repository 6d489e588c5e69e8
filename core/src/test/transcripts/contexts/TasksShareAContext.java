import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<Integer> count = ContextVar.withDefault("count", 0);

void work(String name) {
    for (int i = 0; i < 2; i++) {
        count.set(count.get() + 1);
        say(name, count.get());
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var context = copyContext();
                var options = named("shared").context(context);
                var a = createTask(options, () -> work("a"));
                var b = createTask(options, () -> work("b"));
                var c = createTask(() -> work("c"));
                gather(a, b, c);
                say(count.get(), context.get(count));
                say(a.context() == context, c.context() == context);
            });
}
