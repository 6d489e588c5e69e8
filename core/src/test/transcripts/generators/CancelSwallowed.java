import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<String> deaf() {
    return generator(
            y -> {
                try {
                    sleep(seconds(100));
                } catch (CancelledError e) {
                    y.yield("swallowed");
                }
                sleep(seconds(1));
                y.yield("on");
            });
}

List<String> consume() {
    var texts = new ArrayList<String>();
    for (String text : deaf()) {
        texts.add(text);
    }
    return texts;
}

void main() {
    run(
            () -> {
                var task = createTask(() -> consume());
                sleep(seconds(1));
                task.cancel();
                say(outcome(task), task.isCancelled());
            });
}
