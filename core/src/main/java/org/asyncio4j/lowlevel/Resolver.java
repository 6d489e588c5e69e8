package org.asyncio4j.lowlevel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Finds the addresses of host names, see {@link EventLoop#setResolver}. */
@FunctionalInterface
public interface Resolver {
    /**
     * The addresses of a host, best first. Called on threads of the loop's executor, where it may
     * block, for several hosts at a time.
     *
     * @throws UnknownHostException if there is none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /**
     * The name of an address, or the address as a text if it has none. Called like {@link
     * #resolve}.
     */
    default String nameOf(InetAddress address) {
        return address.getCanonicalHostName();
    }

    /**
     * A resolver that asks another one, and keeps its answers for a time. Whoever asks for a host
     * that is being looked up waits for that. That a host is unknown is not kept.
     *
     * @param ttl for how long an answer is kept, from when it came
     * @throws IllegalArgumentException if the time is not positive
     */
    static Resolver caching(Resolver resolver, Duration ttl) {
        return new CachingResolver(resolver, ttl, System::nanoTime);
    }

    /**
     * The JDK's look-up, which keeps answers for as long as the security property {@code
     * networkaddress.cache.ttl} says, 30 seconds unless set.
     */
    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
