package org.asyncio4j;

/** A loop that is closed while tasks of it go on, without a runner that cancels them first. */
final class ClosedLoop {
    private ClosedLoop() {}

    /** Runs the work, lets its tasks run until they wait, and closes the loop. */
    static void after(VoidBlock<RuntimeException> work) {
        var loop = Asyncio.newEventLoop();
        try {
            loop.runUntilComplete(
                    () -> {
                        work.run();
                        Asyncio.sleep(Asyncio.millis(10));
                    });
        } finally {
            loop.close();
        }
    }
}
