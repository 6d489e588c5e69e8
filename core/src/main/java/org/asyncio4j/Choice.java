package org.asyncio4j;

/**
 * What a task waits on that will take whichever comes first of several things: the first {@link
 * Entry} that finishes it, or a cancel. It happens once, so no two are taken.
 */
final class Choice extends Future<Entry> {
    private final Object awaited;

    /**
     * A wait for something, which the task is described with.
     *
     * @param awaited whose {@code toString} says what is awaited
     */
    Choice(Loop loop, Object awaited) {
        super(loop);
        this.awaited = awaited;
    }

    @Override
    String label() {
        return awaited.toString();
    }
}
