package org.asyncio4j;

import java.util.Set;

/**
 * What {@code waitAll}, {@code waitAny} and {@code waitFirstException} return. Both sets are in the
 * order of the argument.
 *
 * @param <F> the type of the futures
 * @param done those that are done, in whatever way
 * @param pending those that are not; they go on
 */
public record WaitResult<F extends Future<?>>(Set<F> done, Set<F> pending) {}
