// Tells the time to whoever connects, on all processors at once: several loops, one port.
//
// Run: ./asyncio run examples/TimeServer.java [--host HOST] [--port PORT] [--loops COUNT]
//
// There is a loop for each processor unless COUNT says otherwise.
// Try it: socat - TCP:localhost:8888

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    var processors = Runtime.getRuntime().availableProcessors();
    int loops = Integer.parseInt(option(args, "--loops", "" + processors));
    try (var group = LoopGroup.open(o -> o.withLoops(loops))) {
        var all = group.loops();
        var server =
                group.startServer(
                        connection -> tellTime(connection, all.indexOf(getRunningLoop())),
                        host,
                        port);
        IO.println("serving on port " + server.port() + " with " + loops + " loops");
        group.join();
    }
}

/** The same handler as on one loop. A connection stays on the loop that got it. */
void tellTime(Connection connection, int loop) throws IOException {
    connection.writer().write("It is " + java.time.LocalTime.now() + " on loop " + loop + ".\n");
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
