package org.asyncio4j.http;

/** A URL that cannot be requested; the message says what is wrong with it. */
@SuppressWarnings("serial")
public sealed class InvalidUrlException extends ClientException permits UnsupportedSchemeException {
    InvalidUrlException(String problem, String url) {
        super(problem + ": " + shown(url), shown(url), null);
    }

    private static String shown(String url) {
        return HttpSyntax.visible(UrlParts.withoutUserInfo(url));
    }
}
