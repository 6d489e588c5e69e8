import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                say(outcome(() -> run(() -> say("never"))));
                var runner = Runner.open();
                say(outcome(() -> runner.run(() -> say("never"))));
                runner.close();
                sleep(millis(10));
                say("goes on");
            });
}
