import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

List<Future<Void>> waiting = new ArrayList<>();

void answerBackwards(Connection connection) throws IOException {
    var name = connection.reader().readLine();
    Future<Void> mine = Future.pending();
    waiting.add(mine);
    if (waiting.size() == 3) {
        waiting.get(2).setResult(null);
    }
    mine.await();
    say("serves", name);
    connection.writer().write("answer to " + name);
    int position = waiting.indexOf(mine);
    if (position > 0) {
        waiting.get(position - 1).setResult(null);
    }
}

String ask(String name, int port) throws IOException {
    try (var client = openConnection("127.0.0.1", port)) {
        client.writer().write(name + "\n");
        return new String(client.reader().readAllBytes());
    }
}

void main() throws IOException {
    run(
            () -> {
                try (var server = startServer(this::answerBackwards, "127.0.0.1", 0)) {
                    var tasks = new ArrayList<Task<String>>();
                    for (var name : List.of("a", "b", "c")) {
                        tasks.add(createTask(() -> ask(name, server.port())));
                        while (waiting.size() < tasks.size()) {
                            sleep(seconds(0));
                        }
                    }
                    say(gather(tasks));
                }
            });
}
