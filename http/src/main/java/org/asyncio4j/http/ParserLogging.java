package org.asyncio4j.http;

import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

import java.util.ServiceLoader;

/**
 * Keeps a program that uses this client free of SLF4J's notice that it has no provider.
 *
 * <p>The parser that we use logs by SLF4J. A provider as a dependency of ours would cure the notice
 * and do harm: beside the program's own provider it makes SLF4J warn of two, and choose one of them
 * by chance. So, only where there is no provider, SLF4J is started with its notices off. A program
 * that set {@code slf4j.internal.verbosity} itself is left alone.
 */
final class ParserLogging {
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private ParserLogging() {}

    /** To be called before the first use of the parser. */
    static void quiet() {
        if (System.getProperty(VERBOSITY) != null || hasProvider()) {
            return;
        }
        System.setProperty(VERBOSITY, "ERROR");
        try {
            LoggerFactory.getILoggerFactory();
        } finally {
            System.clearProperty(VERBOSITY);
        }
    }

    private static boolean hasProvider() {
        return ServiceLoader.load(
                        SLF4JServiceProvider.class, SLF4JServiceProvider.class.getClassLoader())
                .stream()
                .findAny()
                .isPresent();
    }
}
