import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    sleep(millis(time));
    say(name, "ends");
    return name.toUpperCase(Locale.ROOT);
}

void main() {
    run(
            () -> {
                var tasks =
                        taskGroup(
                                group -> {
                                    var a = group.createTask(() -> work("a", 20));
                                    var b = group.createTask(() -> work("b", 10));
                                    say("body ends", a.isDone(), b.isDone());
                                    return List.of(a, b);
                                });
                say(tasks.get(0).result(), tasks.get(1).result());
            });
}
