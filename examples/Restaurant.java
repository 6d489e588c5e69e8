// A restaurant on TCP. The waiter takes an order, reads it back, and waits for the guest to confirm
// it. While one guest hesitates, the others are served.
//
// Run: ./asyncio run examples/Restaurant.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() throws IOException {
    run(this::evening);
}

void evening() throws IOException {
    try (var restaurant = startServer(this::serve, "127.0.0.1", 0)) {
        var port = restaurant.port();
        try (var ana = Guest.enter("Ana", port)) {
            ana.say("soup");
            for (var name : List.of("Ben", "Cleo")) {
                try (var guest = Guest.enter(name, port)) {
                    guest.say("fish");
                    guest.say("yes");
                }
            }
            ana.say("yes");
        }
    }
}

/** Serves one guest. The server starts a task for each, so waiting here holds up nobody else. */
void serve(Connection table) throws IOException {
    var guest = table.reader();
    var waiter = table.writer();

    var dish = guest.readLine();
    waiter.write("One " + dish + "?\n");
    var isConfirmed = "yes".equals(guest.readLine());
    waiter.write(isConfirmed ? "Here is your " + dish + ".\n" : "Then good night.\n");
}

record Guest(String name, Connection table) implements AutoCloseable {
    static Guest enter(String name, int port) throws IOException {
        return new Guest(name, openConnection("127.0.0.1", port));
    }

    /** Says something to the waiter and listens to the reply. */
    void say(String words) throws IOException {
        IO.println(name + ": " + words);
        table.writer().write(words + "\n");
        IO.println("Waiter to " + name + ": " + table.reader().readLine());
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
