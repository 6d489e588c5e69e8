import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        say("work ends");
    }
}

void inner(int limit) throws Throwable {
    var e = (Throwable) outcome(() -> waitFor(() -> work(), millis(limit)));
    say("inner", e);
    throw e;
}

void main() {
    run(
            () -> {
                say("outer", outcome(() -> waitFor(() -> inner(10), millis(50))));
                say("outer", outcome(() -> waitFor(() -> inner(50), millis(10))));
                say(currentTask().cancelling());
            });
}
