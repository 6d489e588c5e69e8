package org.asyncio4j.http;

/** A URL, asked for or redirected to, whose scheme this client does not speak. */
@SuppressWarnings("serial")
public final class UnsupportedSchemeException extends InvalidUrlException {
    private final String scheme;

    UnsupportedSchemeException(String scheme, String url) {
        super("only http and https can be requested, not '" + scheme + "'", url);
        this.scheme = scheme;
    }

    /** The scheme, in lower case. */
    public String scheme() {
        return scheme;
    }
}
