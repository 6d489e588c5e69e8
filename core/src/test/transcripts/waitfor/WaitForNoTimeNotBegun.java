import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                for (var timeout : List.of(seconds(0), seconds(-1))) {
                    say(outcome(() -> waitFor(() -> say("never"), timeout)));
                    var task = createTask(() -> say("never"));
                    say(outcome(() -> waitFor(task, timeout)), task.isCancelled());
                }
            });
}
