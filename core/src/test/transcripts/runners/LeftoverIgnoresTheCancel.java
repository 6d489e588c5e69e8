import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String left() {
    say(outcome(() -> sleep(seconds(3600))) != null);
    for (int i = 0; i < 3; i++) {
        sleep(millis(10));
        say(i);
    }
    return "result";
}

void main() {
    var tasks = new ArrayList<Task<String>>();
    run(
            () -> {
                tasks.add(createTask(() -> left()));
                sleep(seconds(0));
            });
    say(tasks.get(0).result());
}
