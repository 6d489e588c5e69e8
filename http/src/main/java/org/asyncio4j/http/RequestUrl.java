package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A URL that can be requested: everything checked, percent-encoded and ASCII.
 *
 * <p>Reading is lenient where browsers are: blanks around it, blanks and non-ASCII characters in
 * path and query, international host names, dot segments. Control characters are never accepted,
 * nor a backslash in the authority.
 *
 * @param target path and query, what stands in the request line
 * @param fragment encoded; stays here
 * @param userInfo as written; becomes an {@code Authorization} header and is never shown
 */
record RequestUrl(
        Origin origin, String target, @Nullable String fragment, @Nullable String userInfo) {

    /**
     * A parameter of the query.
     *
     * @param name not yet encoded
     * @param value not yet encoded
     */
    record Param(String name, String value) {}

    static RequestUrl parse(String text) throws InvalidUrlException {
        return of(UrlParts.split(requireClean(text)), text);
    }

    private static String requireClean(String text) throws InvalidUrlException {
        if (HttpSyntax.firstForbidden(text, ' ') >= 0) {
            throw new InvalidUrlException("a URL may not hold control characters", text);
        }
        return trimBlanks(text);
    }

    private static String trimBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private static RequestUrl of(UrlParts parts, String text) throws InvalidUrlException {
        String scheme = parts.scheme() == null ? "" : parts.scheme().toLowerCase(Locale.ROOT);
        boolean isHostAndPort = parts.authority() == null && startsWithDigit(parts.path());
        if (scheme.isEmpty() || isHostAndPort) {
            throw new InvalidUrlException("a URL must begin with http:// or https://", text);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new UnsupportedSchemeException(scheme, text);
        }
        if (parts.authority() == null || parts.authority().indexOf('\\') >= 0) {
            throw new InvalidUrlException("the URL has no valid host", text);
        }
        String userInfo = null;
        String hostAndPort = parts.authority();
        int at = hostAndPort.indexOf('@');
        if (at >= 0) {
            userInfo = hostAndPort.substring(0, at);
            hostAndPort = hostAndPort.substring(at + 1);
        }
        return new RequestUrl(
                origin(scheme, hostAndPort, text),
                target(parts),
                parts.fragment() == null
                        ? null
                        : PercentEncoding.encodeOnce(parts.fragment(), PercentEncoding.QUERY),
                userInfo);
    }

    /** {@code localhost:8080} is not a URL of the scheme "localhost". */
    private static boolean startsWithDigit(String path) {
        return !path.isEmpty() && HttpSyntax.isAsciiDigit(path.charAt(0));
    }

    private static Origin origin(String scheme, String hostAndPort, String text)
            throws InvalidUrlException {
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > hostAndPort.lastIndexOf(']');
        try {
            String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
            String port = hasPort ? hostAndPort.substring(colon + 1) : "";
            return new Origin(scheme, HostParser.parse(host), port(scheme, port));
        } catch (IllegalArgumentException e) {
            throw new InvalidUrlException(String.valueOf(e.getMessage()), text);
        }
    }

    private static int port(String scheme, String digits) {
        if (digits.isEmpty()) {
            return Origin.defaultPort(scheme);
        }
        boolean isNumber =
                digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = isNumber ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
        return port;
    }

    private static String target(UrlParts parts) {
        String path = UrlParts.removeDotSegments(parts.path());
        String encoded = PercentEncoding.encodeOnce(path, PercentEncoding.PATH);
        return (encoded.isEmpty() ? "/" : encoded)
                + (parts.query() == null
                        ? ""
                        : "?" + PercentEncoding.encodeOnce(parts.query(), PercentEncoding.QUERY));
    }

    /** With the parameters behind those that are there. */
    RequestUrl withParams(List<Param> params) {
        var extended = new StringBuilder(target);
        boolean needsMark = target.indexOf('?') < 0;
        for (Param param : params) {
            if (needsMark) {
                extended.append('?');
            } else if (!endsParam(extended)) {
                extended.append('&');
            }
            needsMark = false;
            extended.append(PercentEncoding.encode(param.name))
                    .append('=')
                    .append(PercentEncoding.encode(param.value));
        }
        return new RequestUrl(origin, extended.toString(), fragment, userInfo);
    }

    private static boolean endsParam(CharSequence text) {
        char last = text.charAt(text.length() - 1);
        return last == '?' || last == '&';
    }

    /** Where a {@code Location} leads from here; keeps this fragment if it brings none. */
    RequestUrl resolve(String location) throws InvalidUrlException {
        UrlParts base = UrlParts.split(origin + target);
        UrlParts parts = base.resolve(UrlParts.split(requireClean(location)));
        RequestUrl next = of(parts, parts.toString());
        return next.fragment != null
                ? next
                : new RequestUrl(next.origin, next.target, fragment, next.userInfo);
    }

    URI toUri() {
        return URI.create(toString());
    }

    /** Without user name and password, so that it can be shown and logged. */
    @Override
    public String toString() {
        return origin + target + (fragment == null ? "" : "#" + fragment);
    }
}
