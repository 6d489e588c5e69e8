/** Sockets as transports, on the exported surface of the loop only. */
@NullMarked
package org.asyncio4j.internal.net;

import org.jspecify.annotations.NullMarked;
