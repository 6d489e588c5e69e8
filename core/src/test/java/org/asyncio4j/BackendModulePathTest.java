package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The library as a named module, opened to by its name. */
class BackendModulePathTest {
    @Test
    void library_onTheModulePath_isANamedModule() {
        boolean onModulePath = System.getProperty("jdk.module.path") != null;
        assertEquals(onModulePath, Asyncio.class.getModule().isNamed());
        assertEquals(System.getProperty("asyncio4j.expectBackend"), BackendTest.actual());
    }

    @AsyncTest
    void tasks_onTheModulePath_run() {
        assertEquals(List.of(1, 2), Asyncio.<Integer>gather(() -> 1, () -> 2));
        assertTrue(Asyncio.getRunningLoop().isRunning());
    }
}
