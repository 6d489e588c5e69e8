import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    try (var runner = Runner.open()) {
        runner.loop().callSoon(() -> say("queued"));
        runner.run(() -> say("main"));
    }
}
