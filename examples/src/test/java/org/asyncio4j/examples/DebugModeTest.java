package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DebugModeTest {
    @Test
    void debugMode_logsSelectorAndSlowStepAndLookUp() throws Exception {
        Result result = Example.run("DebugMode");

        assertEquals("computed\nlocalhost was found\n", result.out());
        assertLinesMatch(
                """
                FINE asyncio: Using selector: \\w+
                WARNING asyncio: Executing <Task .* name='busy' .*> took \\d+\\.\\d{3} seconds
                FINE asyncio: Get address info localhost:80
                (FINE|INFO) asyncio: Getting address info localhost:80 took .* ms: \\[.*:80]
                FINE asyncio: Closed <EventLoop .*>
                """
                        .lines(),
                result.err().lines().filter(line -> !isReportOfSlowMachine(line)));
        assertEquals(0, result.status());
    }

    private static boolean isReportOfSlowMachine(String line) {
        return line.contains(" Executing ") && !line.contains(" name='busy' ");
    }
}
