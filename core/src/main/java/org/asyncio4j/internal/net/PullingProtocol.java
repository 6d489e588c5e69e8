package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.Protocol;

/**
 * A protocol whose task reads from the transport in its own turn, rather than to be woken for what
 * a callback has read and put aside. So bytes are in no buffer between, and are in the processor's
 * cache when they are used. Transports that do not know of it feed it like any other.
 */
public interface PullingProtocol extends Protocol {
    /**
     * There is something to read.
     *
     * @return whether a task was woken that will read it; if not, it is received now
     */
    boolean readReady(ReadSource source);
}
