package org.asyncio4j;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs, kept from the console until closed. */
final class LogRecords extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("asyncio");

    private final Level before = LOGGER.getLevel();
    private final boolean passedOn = LOGGER.getUseParentHandlers();
    private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

    LogRecords() {
        LOGGER.addHandler(this);
        LOGGER.setUseParentHandlers(false);
    }

    void everything() {
        LOGGER.setLevel(Level.ALL);
        setLevel(Level.ALL);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public void publish(LogRecord logged) {
        Throwable thrown = logged.getThrown();
        texts.add(
                logged.getLevel()
                        + " "
                        + logged.getMessage()
                        + (thrown == null ? "" : " " + thrown.getClass().getSimpleName()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(before);
        LOGGER.setUseParentHandlers(passedOn);
    }
}
