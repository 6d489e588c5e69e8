package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

class WorkerPoolTest {
    @Test
    void oneWorker_takesJobsInOrderOfPriority() throws Exception {
        String expected =
                """
                worker 1 begins urgent job 3
                worker 1 has done urgent job 3
                worker 1 begins normal job 1
                worker 1 has done normal job 1
                worker 1 begins normal job 4
                worker 1 has done normal job 4
                worker 1 begins low job 2
                worker 1 has done low job 2
                all jobs are done
                all workers have gone home
                """;

        assertEquals(new Result(0, expected, ""), Example.run("WorkerPool", "4", "1", "0"));
    }

    @Test
    void ctrlC_whatWasBegunIsFinished() throws Exception {
        Process process =
                new ProcessBuilder(Example.command("WorkerPool", "60", "3", "1000")).start();
        try (var reader = process.inputReader()) {
            String first = reader.readLine();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

            List<String> lines = reader.readAllLines();

            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue(), first + lines);
            long begun = 1 + lines.stream().filter(line -> line.contains("begins")).count();
            long done = lines.stream().filter(line -> line.contains("has done")).count();
            assertEquals(begun, done, first + lines);
            assertTrue(lines.contains("stopping; jobs not begun: " + (60 - begun)), first + lines);
            assertEquals("all workers have gone home", lines.getLast());
        } finally {
            process.destroyForcibly();
        }
    }
}
