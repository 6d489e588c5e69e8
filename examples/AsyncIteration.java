// What `async for`, `async with` and asynchronous generators of Python are in Java: the ordinary
// for, the ordinary try, and a generator whose body may wait.
//
// Run: ./asyncio run examples/AsyncIteration.java

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main() {
    run(this::program);
}

void program() {
    // An asynchronous iterator: any Iterable, whose next() may suspend.
    for (var number : new Countdown(3)) {
        IO.println("countdown " + number);
    }

    // An asynchronous context manager: any AutoCloseable. Both ends may suspend.
    try (var session = Session.open("session")) {
        IO.println("using " + session.name());
    }

    // An asynchronous generator: its body may suspend.
    for (var word : words("one two three")) {
        IO.println(word);
    }

    // One that is left early is closed at the end of its block.
    try (var words = words("four five six")) {
        for (var word : words) {
            IO.println(word);
            if (word.equals("five")) {
                break;
            }
        }
    }

    // Asynchronous comprehensions: operations on generators.
    try (var numbers = words("1 2 3 4 5 6")) {
        var squares = numbers.map(Integer::parseInt).filter(n -> n % 2 == 0).map(n -> n * n);
        IO.println(squares.stream().toList());
    }
}

/** A class with state of its own; most of the time a generator is shorter. */
record Countdown(int from) implements Iterable<Integer> {
    @Override
    public Iterator<Integer> iterator() {
        return new Iterator<>() {
            int left = from;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Integer next() {
                sleep(millis(10));
                return left--;
            }
        };
    }
}

record Session(String name) implements AutoCloseable {
    static Session open(String name) {
        sleep(millis(10));
        IO.println("opened " + name);
        return new Session(name);
    }

    @Override
    public void close() {
        sleep(millis(10));
        IO.println("closed " + name);
    }
}

Generator<String> words(String text) {
    return generator(
            y -> {
                try {
                    for (var word : text.split(" ")) {
                        sleep(millis(10));
                        y.yield(word);
                    }
                } finally {
                    sleep(millis(10));
                    IO.println("no more words");
                }
            });
}
