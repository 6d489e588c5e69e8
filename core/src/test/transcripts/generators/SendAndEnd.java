import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

SendGenerator<String, String> echo() {
    return sendGenerator(
            y -> {
                String heard = y.yield("ready");
                while (!heard.equals("stop")) {
                    sleep(seconds(0));
                    heard = y.yield(heard + "!");
                }
                say("echo ends");
            });
}

void main() {
    run(
            () -> {
                SendGenerator<String, String> generator = echo();
                say(generator.next());
                say(generator.send("one"));
                say(generator.send("two"));
                say(outcome(() -> generator.send("stop")) instanceof StopIteration);
                say(outcome(() -> generator.send("more")) instanceof StopIteration);
                say(outcome(() -> generator.next()) instanceof StopIteration);
            });
}
