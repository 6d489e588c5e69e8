package org.asyncio4j.lowlevel;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/** Keeps answers of another resolver for a time, see {@link Resolver#caching}. Any thread. */
final class CachingResolver implements Resolver {
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);

    private final Resolver resolver;
    private final long ttl;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();

    /** An answer, or the look-up for it that is under way. */
    private final class Answer extends FutureTask<List<InetAddress>> {
        private volatile boolean known;
        private volatile long since;

        Answer(String host) {
            super(() -> List.copyOf(resolver.resolve(host)));
        }

        @Override
        protected void done() {
            since = nanoTime.getAsLong();
            known = true;
        }

        boolean isStale() {
            return known && nanoTime.getAsLong() - since >= ttl;
        }
    }

    CachingResolver(Resolver resolver, Duration ttl, LongSupplier nanoTime) {
        if (!ttl.isPositive()) {
            throw new IllegalArgumentException("the time to live must be positive: " + ttl);
        }
        this.resolver = resolver;
        this.ttl = ttl.compareTo(MOST) < 0 ? ttl.toNanos() : Long.MAX_VALUE;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        String key = host.toLowerCase(Locale.ROOT);
        if (!answers.containsKey(key)) {
            answers.values().removeIf(Answer::isStale); // lest they add up
        }
        Answer answer =
                answers.compute(
                        key, (k, old) -> old == null || old.isStale() ? new Answer(host) : old);
        answer.run(); // does nothing if another thread has begun
        try {
            return answer.get();
        } catch (ExecutionException e) {
            answers.remove(key, answer);
            throw failure(host, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(host, e);
        }
    }

    /** A new one: several threads may get it, each with its own stack. */
    private static UnknownHostException failure(String host, @Nullable Throwable cause) {
        var failure =
                new UnknownHostException(
                        cause instanceof UnknownHostException ? cause.getMessage() : host);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public String nameOf(InetAddress address) {
        return resolver.nameOf(address);
    }
}
