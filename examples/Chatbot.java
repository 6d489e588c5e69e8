// A chatbot with one answer to everything, nearly. What it knows of the conversation stands in its
// local variables, and where in the conversation it is, in its code.
//
// Run: ./asyncio run examples/Chatbot.java [LINE...]
//
// Without lines it has a conversation that stands below.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) {
    var lines = args.length > 0 ? List.of(args) : CONVERSATION;
    try (var bot = bot()) {
        IO.println("Bot: " + bot.next());
        for (var line : lines) {
            IO.println("You: " + line);
            IO.println("Bot: " + bot.send(line));
        }
    } catch (StopIteration end) {
        IO.println("The bot has left, and says of you: " + end.value());
    }
}

SendGenerator<String, String> bot() {
    return sendGenerator(
            y -> {
                var name = y.yield("Hello. Who are you?");
                var line = y.yield("And how are you, " + name + "?");
                int lines = 1;
                while (!line.equalsIgnoreCase("bye")) {
                    lines++;
                    line = y.yield(line.endsWith("?") ? "Why do you ask?" : "Tell me more.");
                }
                return name + " had " + lines + " things to say.";
            });
}

static final List<String> CONVERSATION =
        List.of("Ada", "Tired.", "I counted all day.", "Do you ever sleep?", "Bye");
