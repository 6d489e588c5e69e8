// Sends every datagram back to where it came from.
//
// Run: ./asyncio run examples/UdpEcho.java [--host HOST] [--port PORT]
//
// Try it: echo hello | socat -t 1 - UDP:localhost:8888

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    run(() -> serve(host, port));
}

void serve(String host, int port) throws IOException {
    try (var socket = UdpSocket.open(host, port)) {
        IO.println("serving on port " + socket.localAddress().getPort());
        for (var datagram : socket.datagrams()) {
            socket.send(datagram.data(), datagram.sender());
        }
    }
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
