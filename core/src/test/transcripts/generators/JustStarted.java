import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

SendGenerator<String, String> echo() {
    return sendGenerator(
            y -> {
                say("heard", y.yield("ready"));
                y.yield("end");
            });
}

void main() {
    run(
            () -> {
                SendGenerator<String, String> generator = echo();
                say(outcome(() -> generator.send("early")) instanceof IllegalStateException);
                say(generator.next());
                say(generator.send("now"));
                generator.close();
            });
}
