package org.asyncio4j;

import org.asyncio4j.internal.tracking.Reaped;

/** Has a generator closed that the program dropped while its body was at a yield. */
final class GeneratorDropped extends Reaped {
    private final Relay relay;

    GeneratorDropped(Object handle, Relay relay) {
        super(handle);
        this.relay = relay;
    }

    @Override
    protected void dropped() {
        relay.dropped();
    }
}
