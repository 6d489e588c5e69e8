package org.asyncio4j;

/** A {@link Hold} that gives back at the first close only. */
final class HeldOnce implements Hold {
    private final Runnable giveBack;
    private boolean closed;

    HeldOnce(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBack.run();
        }
    }
}
