import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void callback() {
    try {
        timeout(seconds(1), () -> say("never"));
    } catch (IllegalStateException e) {
        say(e);
    }
}

void main() {
    run(
            () -> {
                getRunningLoop().callSoon(() -> callback());
                sleep(seconds(0));
                say("end");
            });
}
