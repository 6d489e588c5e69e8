import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void shout(Connection connection) throws IOException {
    String line;
    while ((line = connection.reader().readLine()) != null) {
        say("server got", line);
        connection.writer().write(line.toUpperCase() + "\n");
    }
    say("server at the end");
}

void main() throws IOException {
    run(
            () -> {
                try (var server = startServer(this::shout, "127.0.0.1", 0);
                        var client = openConnection("127.0.0.1", server.port())) {
                    for (var word : List.of("one", "two", "three")) {
                        client.writer().write(word + "\n");
                        say("client got", client.reader().readLine());
                    }
                    client.writer().writeEof();
                    say("client at the end", client.reader().readAllBytes().length);
                }
            });
}
