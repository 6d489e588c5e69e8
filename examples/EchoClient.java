// Sends lines to a server and prints what comes back.
//
// Run: ./asyncio run examples/EchoClient.java [--host HOST] [--port PORT] [--lines COUNT]
//
// It sends and reads at the same time, or a long text could fill all buffers on the way there and
// back, and everybody would wait for everybody.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    int count = Integer.parseInt(option(args, "--lines", "3"));
    run(() -> talk(host, port, count));
}

void talk(String host, int port, int count) throws IOException {
    try (var connection = openConnection(host, port)) {
        taskGroup(
                g -> {
                    g.createTask(() -> send(connection.writer(), count));
                    for (var line : connection.reader().lines()) {
                        IO.println("received: " + line);
                    }
                });
    }
}

void send(StreamWriter writer, int count) throws IOException {
    for (int i = 1; i <= count; i++) {
        writer.write("line " + i + "\n");
    }
    writer.writeEof();
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
