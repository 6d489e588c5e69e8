// What the launcher has the JVM record, so that later programs start faster: a little of all that
// programs do first. Its output goes nowhere.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                try {
                    timeout(seconds(10), this::rehearse);
                } catch (TimeoutException e) {
                    IO.println(e); // a place where connecting takes for ever
                }
            });
}

void rehearse() {
    IO.println(line());
    IO.println(gather(this::line, this::line, String::concat));
    IO.println(await(createTask(named("reader"), this::line)));
    taskGroup(
            group -> {
                group.createTask(this::line);
            });
    timeout(seconds(10), this::line);
    var queue = new Queue<String>();
    createTask(() -> queue.put("word"));
    IO.println(queue.get());
    var lock = new Lock();
    try (var _ = lock.hold()) {
        sleep(millis(0));
    }
    IO.println(toThread(() -> "elsewhere"));
    try {
        talk();
    } catch (IOException e) {
        IO.println(e); // a place without a network
    }
}

String line() {
    return async(
                    () -> {
                        sleep(millis(1));
                        return "line";
                    })
            .await();
}

void talk() throws IOException {
    try (var server = startServer(this::answer, "127.0.0.1", 0);
            var connection = openConnection("127.0.0.1", server.port())) {
        connection.writer().write("word\n");
        IO.println(connection.reader().readLine());
    }
}

void answer(Connection connection) throws IOException {
    try (connection) {
        connection.writer().write(connection.reader().readLine() + "\n");
    }
}
