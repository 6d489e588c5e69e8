package org.asyncio4j.lowlevel;

import java.net.InetAddress;
import java.net.UnknownHostException;
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
     * The JDK's look-up, which keeps answers for as long as the security property {@code
     * networkaddress.cache.ttl} says, 30 seconds unless set.
     */
    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
