// Forwards a port: who connects to it talks to another server, and does not notice.
//
// Run: ./asyncio run examples/PortForwarder.java [--host HOST] [--port PORT] SERVER:PORT

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    var target = args[args.length - 1].split(":");
    run(() -> serve(host, port, target[0], Integer.parseInt(target[1])));
}

void serve(String host, int port, String toHost, int toPort) throws IOException {
    try (var server = startServer(client -> forward(client, toHost, toPort), host, port)) {
        IO.println("serving on port " + server.port());
        server.serveForever();
    }
}

void forward(Connection client, String host, int port) {
    try (var server = openConnection(host, port)) {
        taskGroup(
                g -> {
                    g.createTask(() -> pump(client, server));
                    g.createTask(() -> pump(server, client));
                });
    } catch (IOException e) {
        report(client, e);
    } catch (ExceptionGroup group) {
        group.handle(IOException.class, e -> report(client, e)).rethrowRest();
    }
}

void report(Connection client, IOException error) {
    System.err.println(client.remoteAddress() + ": " + error.getMessage());
}

/** One direction. Passes on that a side has said all it has to say: the other may still speak. */
void pump(Connection from, Connection to) throws IOException {
    from.reader().transferTo(to.writer());
    to.writer().writeEof();
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
