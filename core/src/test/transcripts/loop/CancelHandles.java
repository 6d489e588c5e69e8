import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;
import org.asyncio4j.lowlevel.Handle;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                var soon = loop.callSoon(() -> say("never"));
                soon.cancel();
                var later = loop.callLater(millis(10), () -> say("never"));
                later.cancel();
                say(soon.isCancelled(), later.isCancelled());
                var victims = new ArrayList<Handle>();
                loop.callSoon(() -> victims.get(0).cancel());
                victims.add(loop.callSoon(() -> say("never")));
                var ran = loop.callSoon(() -> say("ran"));
                sleep(millis(20));
                ran.cancel();
                say(victims.get(0).isCancelled());
            });
}
