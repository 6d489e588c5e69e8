// Reads a file line by line. Other tasks could run while this one waits for the disk.
//
// Run: ./asyncio run examples/ReadFile.java [FILE]
//
// Without a file it reads one that it writes itself.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

void main(String[] args) throws IOException {
    run(() -> readFile(args));
}

void readFile(String[] args) throws IOException {
    if (args.length > 0) {
        printLines(Path.of(args[0]));
        return;
    }
    var path = Files.createTempFile("loop", ".txt");
    try {
        AsyncFile.writeString(path, TEXT);
        printLines(path);
    } finally {
        Files.delete(path);
    }
}

void printLines(Path path) throws IOException {
    int number = 0;
    try (var file = AsyncFile.open(path)) {
        for (var line : file.lines()) {
            number++;
            IO.println(number + ": " + line);
        }
    }
}

static final String TEXT =
        """
        The loop runs one task at a time,
        each until it has to wait.

        Then the next one has its turn.
        """;
