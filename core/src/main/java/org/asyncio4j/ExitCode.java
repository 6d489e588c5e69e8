package org.asyncio4j;

/** Makes a program that Ctrl-C ended, and that did not care, exit as such programs do. */
final class ExitCode {
    /** 128 plus the number of SIGINT, what shells expect. */
    private static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** Arranges for exit code 130 in case nobody catches the error on this thread. */
    static KeyboardInterrupt on(KeyboardInterrupt error) {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler(
                (dying, uncaught) -> {
                    if (uncaught == error) {
                        System.exit(INTERRUPTED);
                    }
                    before.uncaughtException(dying, uncaught);
                });
        return error;
    }
}
