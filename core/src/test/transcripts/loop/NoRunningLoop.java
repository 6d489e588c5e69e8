import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    say(outcome(() -> getRunningLoop()));
    say(outcome(() -> createTask(() -> sleep(seconds(0)))));
}
