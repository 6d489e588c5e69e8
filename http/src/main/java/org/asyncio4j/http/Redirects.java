package org.asyncio4j.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What request follows a redirecting response.
 *
 * <table>
 * <caption>Method and body of the next request</caption>
 * <tr><th>status</th><th>GET, HEAD</th><th>POST</th><th>others</th></tr>
 * <tr><td>301, 302</td><td>same</td><td>GET, no body</td><td>same</td></tr>
 * <tr><td>303</td><td>same, no body</td><td>GET, no body</td><td>GET, no body</td></tr>
 * <tr><td>307, 308</td><td>same</td><td>same</td><td>same</td></tr>
 * </table>
 */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final List<String> CREDENTIALS =
            List.of("Authorization", "Cookie", "Proxy-Authorization");

    private Redirects() {}

    /** Whether this response sends the client elsewhere. Without a Location it does not. */
    static boolean isRedirect(int status, Headers headers) {
        return STATUSES.contains(status) && headers.contains("Location");
    }

    /**
     * The request to send next.
     *
     * @throws InvalidUrlException if the Location is not an http URL
     * @throws ClientPayloadException if the body would have to be sent again and cannot be
     */
    static OutgoingRequest next(OutgoingRequest request, int status, Headers response)
            throws ClientException {
        Optional<String> location = response.get("Location");
        RequestUrl url = request.url().resolve(location.orElse(""));
        Headers headers = headersFor(request, url);
        if (becomesGet(status, request.method())) {
            return new OutgoingRequest(
                    "GET", url, withoutContent(headers), RequestBody.NONE, request.decompresses());
        }
        if (!request.body().isReplayable()) {
            throw new ClientPayloadException(
                    "a redirect asks for the request body again, which can be read once only",
                    request.url().toString(),
                    null);
        }
        return new OutgoingRequest(
                request.method(), url, headers, request.body(), request.decompresses());
    }

    private static boolean becomesGet(int status, String method) {
        return switch (status) {
            case 303 -> !method.equals("HEAD");
            case 301, 302 -> method.equals("POST");
            default -> false;
        };
    }

    /** Another origin gets nothing that was meant for the first. */
    private static Headers headersFor(OutgoingRequest request, RequestUrl url) {
        Headers headers = request.headers();
        if (!url.origin().equals(request.url().origin())) {
            headers = headers.without("Host");
            for (String name : CREDENTIALS) {
                headers = headers.without(name);
            }
        }
        String userInfo = url.userInfo();
        return userInfo == null
                ? headers
                : headers.withOnly("Authorization", OutgoingRequest.basic(userInfo));
    }

    private static Headers withoutContent(Headers headers) {
        Headers kept = headers;
        for (Headers.Field field : headers) {
            if (field.name().toLowerCase(Locale.ROOT).startsWith("content-")) {
                kept = kept.without(field.name());
            }
        }
        return kept;
    }
}
