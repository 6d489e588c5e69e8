package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** The body of {@link Generator#asCompleted}. Confined to the loop. */
final class CompletedResults<T extends @Nullable Object> implements GeneratorCore.Work {
    private final List<Block<? extends T, ?>> works;

    CompletedResults(Collection<? extends Block<? extends T, ?>> works) {
        this.works = List.copyOf(works);
    }

    @Override
    public @Nullable Object run(GeneratorCore core) {
        List<Future<T>> futures = Loop.running().taskMaker.ensureFutures(works);
        try {
            for (Future<T> future : AsCompleted.<T>of(futures, null)) {
                core.give(future.result());
            }
        } finally {
            MergedSources.cancelAndWait(futures);
        }
        return null;
    }

    @Override
    public void neverBegun() {
        works.forEach(Works::discard);
    }
}
