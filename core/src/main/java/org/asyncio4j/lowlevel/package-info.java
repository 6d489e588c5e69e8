/** The extension surface: the event loop, transports and protocols. */
@NullMarked
package org.asyncio4j.lowlevel;

import org.jspecify.annotations.NullMarked;
