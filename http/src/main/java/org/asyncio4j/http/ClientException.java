package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * What goes wrong between a {@link ClientSession} and a server. All of it, and nothing else: a
 * mistake in the call itself is an {@link IllegalArgumentException} or {@link
 * IllegalStateException}.
 *
 * <table>
 * <caption>What failed, and what is thrown</caption>
 * <tr><td>the URL</td><td>{@link InvalidUrlException}, {@link UnsupportedSchemeException}</td></tr>
 * <tr><td>name look-up, connecting, a connection that ends before the response</td>
 *     <td>{@link ClientConnectionException}, the cause kept</td></tr>
 * <tr><td>what came is not an HTTP/1.1 response</td><td>{@link ClientProtocolException}</td></tr>
 * <tr><td>the body: cut off, badly framed, badly compressed</td>
 *     <td>{@link ClientPayloadException}</td></tr>
 * <tr><td>a limit of {@link ClientTimeout}</td><td>{@link ClientTimeoutException}</td></tr>
 * <tr><td>more redirects than allowed</td><td>{@link TooManyRedirectsException}</td></tr>
 * <tr><td>status 400 and above, when asked</td><td>{@link ClientResponseException}</td></tr>
 * </table>
 *
 * <p>Never serialised.
 */
@SuppressWarnings("serial")
public abstract sealed class ClientException extends IOException
        permits InvalidUrlException,
                ClientConnectionException,
                ClientProtocolException,
                ClientPayloadException,
                ClientTimeoutException,
                TooManyRedirectsException,
                ClientResponseException {
    private final String url;

    ClientException(String message, String url, @Nullable Throwable cause) {
        super(message, cause);
        this.url = url;
    }

    /** The URL of the request that failed, after redirects, without user name and password. */
    public final String url() {
        return url;
    }
}
