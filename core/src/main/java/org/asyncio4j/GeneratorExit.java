package org.asyncio4j;

/**
 * Thrown by the yield that a generator's body is at when the generator is closed. The body may
 * clean up in {@code finally} and is to let it pass. An {@link Error}, so that {@code catch
 * (Exception e)} does not swallow it.
 *
 * <p>Models {@code GeneratorExit}.
 */
public final class GeneratorExit extends Error {
    private static final long serialVersionUID = 1L;

    /** Makes one, for {@link SendGenerator#throwInto}. */
    public GeneratorExit() {
        super("the generator is closed");
    }
}
