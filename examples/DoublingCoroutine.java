// A coroutine that is sent numbers and gives each back doubled. Between two of them it stands still
// in the middle of its loop.
//
// Run: ./asyncio run examples/DoublingCoroutine.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    try (var doubler = doubler()) {
        IO.println(doubler.next()); // runs to the first yield, where it can be sent something
        for (int x : List.of(1, 21, -4)) {
            IO.println(x + " doubled is " + doubler.send(x));
        }
    }
}

SendGenerator<Integer, Integer> doubler() {
    return sendGenerator(
            y -> {
                try {
                    int x = y.yield(0);
                    while (true) {
                        x = y.yield(2 * x);
                    }
                } finally {
                    IO.println("closed");
                }
            });
}
