import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() throws IOException {
    run(
            () -> {
                try (var server = startServer(c -> c.writer().write("abcde"), "127.0.0.1", 0);
                        var client = openConnection("127.0.0.1", server.port())) {
                    var reader = client.reader();
                    say(new String(reader.readExactly(2)));
                    try {
                        reader.readExactly(10);
                    } catch (IncompleteReadException e) {
                        say("incomplete", new String(e.partial()), reader.atEof());
                    }
                    say(reader.read(10).length);
                }
            });
}
