package org.asyncio4j.http;

import java.util.List;
import java.util.stream.Collectors;

/** The server redirects without end, or further than {@link RequestOptions#maxRedirects(int)}. */
@SuppressWarnings("serial")
public final class TooManyRedirectsException extends ClientException {
    private final List<ClientResponse> history;

    TooManyRedirectsException(List<ClientResponse> history, RequestUrl refused) {
        super(message(history, refused), refused.toString(), null);
        this.history = List.copyOf(history);
    }

    private static String message(List<ClientResponse> history, RequestUrl refused) {
        String chain =
                history.stream()
                        .map(r -> r.url() + " [" + r.status() + "]")
                        .collect(Collectors.joining(" -> "));
        boolean isLoop = history.stream().anyMatch(r -> r.url().equals(refused.toUri()));
        return "more than %d redirects%s: %s -> %s"
                .formatted(history.size() - 1, isLoop ? ", in a loop" : "", chain, refused);
    }

    /** The redirecting responses in order, all closed. */
    public List<ClientResponse> history() {
        return history;
    }
}
