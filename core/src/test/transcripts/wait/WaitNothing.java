import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(() -> say(outcome(() -> waitAll(List.of()))));
}
