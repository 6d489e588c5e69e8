import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void callback(String name) {
    say(name, user.get());
    user.set(name);
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                Future<Void> future = Future.pending();
                user.set("first");
                loop.callSoon(() -> callback("call_soon"));
                loop.callLater(millis(10), () -> callback("call_later"));
                future.addDoneCallback(_ -> callback("done"));
                user.set("second");
                loop.callSoon(() -> callback("call_soon again"));
                future.addDoneCallback(_ -> callback("done again"));
                future.setResult(null);
                sleep(millis(20));
                say(user.get());
            });
}
