// Prints the time each second until a deadline.
//
// Run: ./asyncio run examples/DisplayDate.java [SECONDS]

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) {
    long count = args.length > 0 ? Long.parseLong(args[0]) : 5;
    run(() -> displayDate(seconds(count)));
}

void displayDate(Duration howLong) {
    var loop = getRunningLoop();
    var deadline = loop.time().plus(howLong);
    while (true) {
        IO.println("%tT".formatted(LocalTime.now()));
        if (loop.time().plus(seconds(1)).compareTo(deadline) >= 0) {
            break;
        }
        sleep(seconds(1));
    }
}
