package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.internal.scheduler.Scheduler;
import org.junit.jupiter.api.Test;

class BackendTest {
    static String actual() {
        var loop = (Loop) Asyncio.newEventLoop();
        try {
            return loop.scheduler.backendName();
        } finally {
            loop.close();
        }
    }

    /** A typo in the build's flags would silently test the wrong one. */
    @Test
    void fork_expectsABackend_runsOnIt() {
        assertEquals(System.getProperty("asyncio4j.expectBackend"), actual());
    }

    @Test
    void carriedOption_namesTheModuleThatNeedsIt() {
        Module module = Asyncio.class.getModule();
        String target = module.isNamed() ? "org.asyncio4j" : "ALL-UNNAMED";
        assertEquals("--add-opens java.base/java.lang=" + target, Scheduler.carriedOption());
    }

    @Test
    void carriedOption_whereGiven_isNotNeeded() {
        boolean open = Object.class.getModule().isOpen("java.lang", Asyncio.class.getModule());
        assertEquals(open, actual().equals("carried"));
        assertTrue(open || actual().equals("hand-off"));
    }
}
