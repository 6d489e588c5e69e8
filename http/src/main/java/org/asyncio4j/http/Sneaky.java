package org.asyncio4j.http;

/** Throws a checked exception where none is declared. */
final class Sneaky {
    private Sneaky() {}

    /** Never returns; to be written {@code throw Sneaky.sneaky(e)}. */
    static RuntimeException sneaky(Throwable error) {
        Sneaky.<RuntimeException>rethrow(error);
        throw new AssertionError(error);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable error) throws X {
        throw (X) error;
    }
}
