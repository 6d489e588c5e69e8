import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name) {
    say(name, "begins");
    return name;
}

void main() {
    run(
            () -> {
                Future<String> future = Future.pending();
                var task = createTask(() -> work("task"));
                getRunningLoop().callSoon(() -> say("callback"));
                getRunningLoop().callLater(millis(10), () -> future.setResult("future"));
                say(gather(() -> work("b"), future, () -> work("a"), task));
            });
}
