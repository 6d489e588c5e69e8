// EchoServer.java behind TLS.
//
// Run: ./asyncio run examples/TlsEcho.java [--host HOST] [--port PORT] CERTIFICATE.pem KEY.pem
//
// A certificate to try it with, and a client:
//
//     openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem \
//         -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost
//     openssl s_client -quiet -CAfile certificate.pem -connect localhost:8888

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    var certificate = Path.of(args[args.length - 2]);
    var key = Path.of(args[args.length - 1]);
    run(() -> serve(host, port, TlsContext.server(certificate, key)));
}

void serve(String host, int port, TlsContext tls) throws IOException {
    try (var server =
            startServer(connection -> echo(connection), host, port, o -> o.withTls(tls))) {
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
