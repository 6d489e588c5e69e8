package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the loop logs. */
class EventLoopLogTest {
    private final List<String> log = new ArrayList<>();

    @AsyncTest
    void exceptionHandler_none_logsErrorOrWarning() {
        try (var records = new LogRecords()) {
            var running = getRunningLoop();
            running.setExceptionHandler(null);
            running.callExceptionHandler(
                    new ExceptionContext("with error", new IllegalStateException("e"), "subject"));
            running.callExceptionHandler(ExceptionContext.of("without"));
            assertEquals(
                    List.of("SEVERE with error\nsubject IllegalStateException", "WARNING without"),
                    records.texts());
        }
    }

    @AsyncTest
    void exceptionHandler_throws_defaultHandlerReportsBoth() {
        try (var records = new LogRecords()) {
            var running = getRunningLoop();
            running.setExceptionHandler(
                    (_, _) -> {
                        throw new IllegalArgumentException("the handler's own");
                    });
            running.callSoon(
                    () -> {
                        throw new IllegalStateException("the callback's");
                    });
            running.callSoon(() -> log.add("next"));
            sleep(Duration.ZERO);
            assertEquals(List.of("next"), log);
            assertEquals(1, records.texts().size());
            String text = records.texts().getFirst();
            assertTrue(text.startsWith("SEVERE unhandled error in exception handler"), text);
            assertTrue(text.contains("the callback's"), text);
            assertTrue(text.endsWith("IllegalArgumentException"), text);
        }
    }

    @AsyncTest
    void slowStep_whateverTheLocale_isLoggedInTheSameWords() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try (var records = new LogRecords()) {
            ((Loop) getRunningLoop()).stepWasSlow("step", millis(1234));
            assertEquals(List.of("WARNING Executing step took 1.234 seconds"), records.texts());
        } finally {
            Locale.setDefault(before);
        }
    }

    @AsyncTest
    void slowSteps_inDebugMode_areLogged() {
        var running = getRunningLoop();
        assertEquals(millis(100), running.slowCallbackDuration());
        var task = createTask(named("slow one"), () -> sleep(Duration.ZERO));
        try (var records = new LogRecords()) {
            running.setSlowCallbackDuration(Duration.ZERO); // at or above: everything is slow
            running.setDebug(true);
            running.callSoon(() -> log.add("callback"));
            task.await();
            running.setDebug(false);
            var texts = records.texts();
            assertTrue(
                    texts.stream()
                            .anyMatch(
                                    text ->
                                            text.matches(
                                                    "WARNING Executing <Task .*name='slow one'.*>"
                                                            + " took [0-9]+.[0-9]{3} seconds")),
                    texts::toString);
            assertTrue(
                    texts.stream()
                            .anyMatch(
                                    text -> text.matches("WARNING Executing <Handle .*> took .*")),
                    texts::toString);
        }
    }

    @AsyncTest
    void slowSteps_withoutDebugMode_areNotLogged() {
        try (var records = new LogRecords()) {
            getRunningLoop().setSlowCallbackDuration(Duration.ZERO);
            createTask(() -> sleep(Duration.ZERO)).await();
            assertEquals(List.of(), records.texts());
        }
    }

    @Test
    void debugMode_atDebugLevel_namesTheSelectorAndTheEnd() {
        try (var records = new LogRecords()) {
            records.everything();
            var loop = newEventLoop();
            loop.setDebug(true);
            loop.setDebug(true);
            loop.close();
            assertEquals(2, records.texts().size());
            assertTrue(records.texts().getFirst().startsWith("FINE Using selector: "));
            assertTrue(records.texts().getLast().startsWith("FINE Closed <EventLoop "));
        }
    }
}
