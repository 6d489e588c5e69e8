import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

ContextVar<String> user = ContextVar.withDefault("user", "nobody");

void fail() {
    user.set("callback");
    throw new Oops("failed");
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.setExceptionHandler((_, context) -> say(context.exception(), user.get()));
                user.set("main");
                loop.callSoon(() -> fail());
                sleep(seconds(0));
                say(user.get());
            });
}
