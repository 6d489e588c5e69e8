import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waits(Future<Void> inner) {
    shield(inner);
}

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler(
                                (_, context) ->
                                        say(
                                                "told",
                                                context.exception(),
                                                context.message().contains("in shielded future")));
                Future<Void> inner = Future.pending();
                var outers =
                        List.of(
                                createTask(() -> waits(inner)),
                                createTask(() -> waits(inner)),
                                createTask(() -> waits(inner)));
                sleep(seconds(0));
                outers.forEach(outer -> outer.cancel("enough"));
                say(outers.stream().map(outer -> outcome(outer)).toList());
                inner.setException(new Oops("unheard"));
                sleep(seconds(0));
                say("end");
            });
}
