import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                say(gather());
                say(gather(List.<Task<String>>of()));
            });
}
