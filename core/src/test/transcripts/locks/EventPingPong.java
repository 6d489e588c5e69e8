import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(millis(0));
    }
}

void player(String name, Event mine, Event other, int rounds) {
    for (int i = 0; i < rounds; i++) {
        mine.await();
        mine.clear();
        say(name, i);
        other.set();
    }
}

void main() {
    run(
            () -> {
                var ping = new Event();
                var pong = new Event();
                var a = createTask(() -> player("ping", ping, pong, 3));
                var b = createTask(() -> player("pong", pong, ping, 3));
                ping.set();
                ticks(9);
                gather(a, b);
                say(ping.isSet(), pong.isSet());
            });
}
