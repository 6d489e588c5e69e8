package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that also exist in Python print what CPython printed. */
@Execution(ExecutionMode.CONCURRENT)
class PythonTwinTest {
    private static final Pattern SECONDS = Pattern.compile("(\\d+\\.\\d) seconds");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HelloWorld",
                "Chaining",
                "Restaurant",
                "ReadFile",
                "GatherTasks",
                "CreateTask",
                "TaskOrder",
                "DatabaseCoroutine",
                "ProducerConsumer",
                "AsyncIteration"
            })
    void program_printsWhatPythonPrints(String name) throws Exception {
        assertEquals(new Result(0, Example.expected(name), ""), Example.run(name));
    }

    @Test
    void readFile_argument_isRead(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("words"), "one\r\n\nthree");

        assertEquals(
                new Result(0, "1: one\n2: \n3: three\n", ""),
                Example.run("ReadFile", file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DoublingCoroutine", "Chatbot", "StockQuotes"})
    void programWithoutLoop_printsWhatPythonPrints(String name) throws Exception {
        assertEquals(new Result(0, Example.expected(name), ""), Example.runWithoutLoop(name));
    }

    @Test
    void chatbot_ownLines_areAnswered() throws Exception {
        var expected =
                """
                Bot: Hello. Who are you?
                You: Eve
                Bot: And how are you, Eve?
                You: bye
                The bot has left, and says of you: Eve had 1 things to say.
                """;

        assertEquals(new Result(0, expected, ""), Example.runWithoutLoop("Chatbot", "Eve", "bye"));
    }

    @Test
    void stockQuotes_ownQuestion_isAnswered() throws Exception {
        var expected = "INIT on 2024-03-02: from 12.40 to 12.40, change 0.00 (2024-03-01)\n";

        assertEquals(
                new Result(0, expected, ""),
                Example.runWithoutLoop("StockQuotes", "INIT", "2024-03-02"));
    }

    @Test
    void displayDate_twoSeconds_printsTheTimeTwice() throws Exception {
        Result result = Example.run("DisplayDate", "2");

        String out = result.out().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d$", "TIME");
        assertEquals(Example.expected("DisplayDate"), out);
        assertEquals(0, result.status());
    }

    /** The order of the lines shows what ran at once; no run can be shorter than it has to be. */
    @ParameterizedTest
    @CsvSource({"SequentialRequests, 0.5", "ConcurrentRequests, 0.2"})
    void requests_ofTwentyMilliseconds_takeTheirTime(String name, double atLeast) throws Exception {
        Result result = Example.run(name, "20");

        Matcher seconds = SECONDS.matcher(result.out());
        assertTrue(seconds.find(), result.out());
        assertTrue(Double.parseDouble(seconds.group(1)) >= atLeast, result.out());
        assertEquals(Example.expected(name), seconds.replaceFirst("SECONDS"));
        assertEquals(0, result.status());
    }

    @Test
    void neverAwaited_warns() throws Exception {
        String warning =
                "WARNING asyncio: coroutine 'fetchData' was never awaited"
                        + " (made at NeverAwaited.java:20)\n";
        var expected = new Result(0, Example.expected("NeverAwaited"), warning);

        assertEquals(expected, Example.run("NeverAwaited"));
    }
}
