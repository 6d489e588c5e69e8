package org.asyncio4j.internal.logging;

import java.lang.System.Logger;

/**
 * Where asyncio4j logs: the logger {@code asyncio}, as in Python. It is looked up when there is
 * something to say, because that takes the JDK as long as the rest of a loop's start.
 */
public final class Log {
    public static final Logger ASYNCIO = System.getLogger("asyncio");

    private Log() {}
}
