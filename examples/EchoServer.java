// Sends back whatever it is sent, to any number of clients at once.
//
// Run: ./asyncio run examples/EchoServer.java [--host HOST] [--port PORT]
//
// Port 0 is any free one. EchoClient.java is a client, and so is: socat - TCP:localhost:8888

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    run(() -> serve(host, port));
}

void serve(String host, int port) throws IOException {
    try (var server = startServer(connection -> echo(connection), host, port)) {
        IO.println("serving on port " + server.port());
        server.serveForever();
    }
}

void echo(Connection connection) throws IOException {
    connection.reader().transferTo(connection.writer());
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
