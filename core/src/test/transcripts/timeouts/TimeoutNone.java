import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var limit =
                        timeout(
                                null,
                                t -> {
                                    sleep(seconds(3600));
                                    say(t.when(), t.isExpired());
                                    return t;
                                });
                say(limit.when(), limit.isExpired());
            });
}
