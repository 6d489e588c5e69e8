// Makes five requests, one after the other: it takes the sum of their times.
// ConcurrentRequests.java makes the same five at once.
//
// Run: ./asyncio run examples/SequentialRequests.java [MILLISECONDS]
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

    var answers = new ArrayList<String>();
    for (int n : List.of(1, 3, 5, 7, 9)) {
        answers.add(request(n, unit));
    }

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
