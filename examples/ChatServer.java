// A chat room: whoever connects gives a name, and then hears what the others say.
//
// Run: ./asyncio run examples/ChatServer.java [--host HOST] [--port PORT]
//
// Then, in several terminals: socat - TCP:localhost:8888
//
// What is said waits in a queue for each guest, so nobody waits for a guest who does not listen.
// Whoever is a hundred messages behind is shown the door.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

record Guest(String name, Connection connection, Queue<String> unread) {}

/** All tasks of a loop take turns: the set needs no lock. */
final Set<Guest> guests = new LinkedHashSet<>();

void main(String[] args) throws IOException {
    var host = option(args, "--host", "127.0.0.1");
    int port = Integer.parseInt(option(args, "--port", "8888"));
    run(() -> serve(host, port));
}

void serve(String host, int port) throws IOException {
    try (var server = startServer(connection -> welcome(connection), host, port)) {
        IO.println("serving on port " + server.port());
        server.serveForever();
    }
}

void welcome(Connection connection) throws IOException {
    connection.writer().write("What is your name?\n");
    var name = connection.reader().readLine();
    if (name == null) {
        return;
    }
    var guest = new Guest(name, connection, new Queue<>(100));
    say(guest, name + " has come");
    guests.add(guest);
    connection.writer().write("There are " + guests.size() + " of you here, " + name + ".\n");
    var listening = createTask(() -> listen(guest));
    try {
        talk(guest);
    } catch (IOException e) {
        // The connection broke, which is a way to leave.
    } finally {
        listening.cancel();
        if (guests.remove(guest)) {
            say(guest, name + " has left");
        }
    }
}

void talk(Guest guest) throws IOException {
    for (var line : guest.connection().reader().lines()) {
        say(guest, guest.name() + ": " + line);
    }
}

/** Tells all others. Never waits for any of them. */
void say(Guest speaker, String message) {
    for (var guest : List.copyOf(guests)) {
        if (guest == speaker) {
            continue;
        }
        if (guest.unread().isFull()) {
            guests.remove(guest);
            guest.unread().shutdown(true);
            createTask(() -> dismiss(guest));
            say(guest, guest.name() + " did not listen and was dismissed");
        } else {
            guest.unread().putNowait(message);
        }
    }
}

/** Sends a guest what the others say, as fast as the guest reads it. */
void listen(Guest guest) {
    try {
        for (var message : guest.unread().items()) {
            if (!guests.contains(guest)) {
                return; // dismissed meanwhile: nothing can be written any more
            }
            guest.connection().writer().write(message + "\n");
        }
    } catch (IOException e) {
        // The guest has left.
    }
}

/** Says why, but does not wait for ever until that is read either. */
void dismiss(Guest guest) {
    try {
        moveOnAfter(
                seconds(10),
                () -> {
                    guest.connection().writer().write("You do not listen. Good-bye.\n");
                    guest.connection().close();
                });
    } catch (IOException e) {
        // The guest has left.
    } finally {
        guest.connection().abort();
    }
}

/** What follows the option in the arguments, or else the usual value. */
String option(String[] args, String name, String usual) {
    int place = List.of(args).indexOf(name);
    return place < 0 ? usual : args[place + 1];
}
