package org.asyncio4j.test;

import java.io.Serial;
import java.net.SocketAddress;

/** Where one end of an in-memory connection is: a name, which two ends may share. */
public final class MemoryAddress extends SocketAddress {
    @Serial private static final long serialVersionUID = 1;

    private final String name;

    MemoryAddress(String name) {
        this.name = name;
    }

    /** The name, such as the one given to {@link MemoryNetwork#startServer}. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryAddress address && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "memory:" + name;
    }
}
