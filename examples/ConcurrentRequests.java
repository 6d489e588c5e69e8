// Makes five requests at once: it takes the time of the longest one.
// SequentialRequests.java makes the same five one after the other.
//
// Run: ./asyncio run examples/ConcurrentRequests.java [MILLISECONDS]
//
// The requests take 1, 3, 5, 7 and 9 times that long; it is 200 ms unless given.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) {
    long unit = args.length > 0 ? Long.parseLong(args[0]) : 200;
    run(() -> requestAll(millis(unit)));
}

void requestAll(Duration unit) {
    var loop = getRunningLoop();
    var start = loop.time();

    var requests = Stream.of(1, 3, 5, 7, 9).map(n -> async(() -> request(n, unit))).toList();
    var answers = gather(requests);

    var total = loop.time().minus(start);
    IO.println(answers);
    IO.println("total: %.1f seconds".formatted(total.toMillis() / 1000.0));
}

String request(int n, Duration unit) {
    IO.println("request " + n + " sent");
    sleep(unit.multipliedBy(n));
    IO.println("request " + n + " answered");
    return "answer " + n;
}
