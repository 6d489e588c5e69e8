package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program at work that a test talks to. What it says is read beside the loop. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    private PeerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a program of the path. Without it the test is skipped, see {@link Program}. */
    static PeerProcess start(String program, Object... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Program.find(program).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        return new PeerProcess(toThread(builder::start));
    }

    void say(String text) throws IOException {
        input.write(text);
        input.flush();
    }

    void endInput() throws IOException {
        input.close();
    }

    String line() throws IOException {
        return String.valueOf(toThread(output::readLine));
    }

    /** Expects no more lines, and a good end. */
    void finish() {
        var rest = toThread(() -> output.lines().toList());
        int exitCode = await(process.onExit()).exitValue();
        assertEquals(List.of(), rest);
        assertEquals(0, exitCode);
    }

    /** Whether it has ended by itself. */
    boolean isOver() {
        return !process.isAlive();
    }

    /** Ends it if it is still there. */
    @Override
    public void close() {
        process.destroy();
        await(process.onExit());
    }
}
