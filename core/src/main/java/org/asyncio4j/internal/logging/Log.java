package org.asyncio4j.internal.logging;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;

/**
 * Where asyncio4j logs: the logger {@code asyncio}, as in Python. It is looked up when there is
 * something to say, for that opens every jar on the class path; and not by a class initialiser,
 * where a task could not suspend.
 */
public final class Log {
    private static volatile @Nullable Logger logger;

    private Log() {}

    public static Logger asyncio() {
        Logger found = logger;
        if (found == null) {
            found = System.getLogger("asyncio");
            logger = found;
        }
        return found;
    }
}
