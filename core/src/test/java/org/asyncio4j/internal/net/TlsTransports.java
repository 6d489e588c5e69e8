package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.Transport;

/** A door to what tests of other packages look at. */
public final class TlsTransports {
    private TlsTransports() {}

    /** The transport that a program talks to. */
    public static Transport outermost(Transport transport) {
        return TlsTransport.outermost(transport);
    }
}
