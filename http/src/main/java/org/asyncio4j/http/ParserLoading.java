package org.asyncio4j.http;

import org.asyncio4j.Asyncio;

/**
 * Loads the parser's classes off the loop: their first use takes some tenths of a second, in which
 * nothing else could run.
 */
final class ParserLoading {
    private static volatile boolean isLoaded;

    private ParserLoading() {}

    /** Suspends until the parser is ready; only ever the first time. */
    static void await() {
        if (!isLoaded) {
            Asyncio.toThread(
                    () -> {
                        new ResponseParser().begin(false);
                    });
            isLoaded = true;
        }
    }
}
