import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name) {
    say(name, "begins");
    sleep(seconds(0));
    say(name, "goes on");
    sleep(seconds(0));
    say(name, "ends");
    return name;
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                var a = createTask(() -> work("a"));
                say("made a", a.isDone());
                var b = createTask(() -> work("b"));
                say("made b", b.isDone());
                sleep(seconds(0));
                say("main");
                say(a.await(), b.await());
            });
}
