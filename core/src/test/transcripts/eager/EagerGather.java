import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, boolean suspends, boolean fails) {
    say(name);
    if (suspends) {
        sleep(seconds(0));
    }
    if (fails) {
        throw new Oops(name);
    }
    return name;
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.setTaskFactory(eagerTaskFactory());
                loop.callSoon(() -> say("callback"));
                say(gather(() -> work("a", false, false), () -> work("b", false, false)));
                say(
                        outcome(
                                () ->
                                        gather(
                                                () -> work("c", false, true),
                                                () -> work("d", false, false))));
                say(
                        gather(
                                () -> work("e", false, false),
                                () -> work("f", true, false),
                                () -> work("g", false, false)));
            });
}
