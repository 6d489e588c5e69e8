import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void answer(Connection connection) throws IOException {
    connection.reader().readLine();
    connection.writer().write("answer\n");
}

void main() throws IOException {
    run(
            () -> {
                try (var server = startServer(this::answer, "127.0.0.1", 0);
                        var client = openConnection("127.0.0.1", server.port())) {
                    var task = createTask(() -> client.reader().readLine());
                    sleep(seconds(0));
                    sleep(seconds(0));
                    task.cancel("no patience");
                    say(outcome(task));
                    client.writer().write("question\n");
                    say(client.reader().readLine());
                }
            });
}
