package org.asyncio4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StackTracesTest {
    private static final StackTraceElement PARSE = frame("java.base", "java.lang.Integer");
    private static final StackTraceElement FOR_EACH = frame("java.base", "java.util.ArrayList");
    private static final StackTraceElement AWAIT = frame(null, "org.asyncio4j.Asyncio");
    private static final StackTraceElement WORK = frame(null, "Program$Worker");
    private static final StackTraceElement MAIN = frame(null, "Program");
    private static final StackTraceElement REFLECTION =
            frame("java.base", "java.lang.reflect.Method");
    private static final StackTraceElement COMMAND = frame(null, "org.asyncio4j.cli.Main");

    @Test
    void frames_aboveAndBelowTheProgram_areCut() {
        var error = error(PARSE, AWAIT, MAIN, REFLECTION, COMMAND);

        StackTraces.trim(error);

        assertTrace(error, MAIN);
    }

    @Test
    void frames_betweenThoseOfTheProgram_stay() {
        var error = error(WORK, FOR_EACH, AWAIT, MAIN, REFLECTION, COMMAND);

        StackTraces.trim(error);

        assertTrace(error, WORK, FOR_EACH, AWAIT, MAIN);
    }

    @Test
    void trace_withoutTheProgram_staysWhole() {
        var error = error(PARSE, AWAIT);

        StackTraces.trim(error);

        assertTrace(error, PARSE, AWAIT);
    }

    @Test
    void causesAndSuppressed_areCutToo() {
        var cause = error(PARSE, WORK);
        var suppressed = error(AWAIT, MAIN);
        var error = error(MAIN, COMMAND);
        error.initCause(cause);
        cause.addSuppressed(suppressed);

        StackTraces.trim(error);

        assertTrace(error, MAIN);
        assertTrace(cause, WORK);
        assertTrace(suppressed, MAIN);
    }

    @Test
    void causes_inACircle_end() {
        var error = error(MAIN, COMMAND);
        error.initCause(new IllegalStateException(error));

        StackTraces.trim(error);

        assertTrace(error, MAIN);
    }

    @Test
    void trace_thatCannotBeWritten_isLeftAlone() {
        var error = new Exception("x", null, false, false) {};

        StackTraces.trim(error);

        assertEquals(0, error.getStackTrace().length);
    }

    private static Exception error(StackTraceElement... trace) {
        var error = new Exception("x");
        error.setStackTrace(trace);
        return error;
    }

    private static StackTraceElement frame(String module, String type) {
        return new StackTraceElement(null, module, null, type, "method", "File.java", 1);
    }

    private static void assertTrace(Throwable error, StackTraceElement... expected) {
        assertArrayEquals(expected, error.getStackTrace());
    }
}
