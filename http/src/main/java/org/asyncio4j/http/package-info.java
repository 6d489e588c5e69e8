/**
 * An HTTP/1.1 client in direct style: {@link org.asyncio4j.http.ClientSession} sends requests,
 * {@link org.asyncio4j.http.ClientResponse} is what comes back.
 *
 * <p>A session and all that came from it belong to the event loop that opened it. Nothing here is
 * safe for use from another thread, and nothing here blocks the loop: a call that has to wait
 * suspends the task that made it.
 *
 * <p>Everything that goes wrong between us and a server is a {@link
 * org.asyncio4j.http.ClientException}, which is an {@link java.io.IOException}.
 */
@NullMarked
package org.asyncio4j.http;

import org.jspecify.annotations.NullMarked;
