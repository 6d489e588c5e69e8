package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/**
 * A URL or relative reference taken apart as text, and put on a base as RFC 3986 section 5.2 says.
 * ({@link java.net.URI#resolve} follows the older RFC 2396 and differs for {@code "?query"}.)
 *
 * <p>Knows nothing of what the parts may contain; {@link RequestUrl} does.
 */
record UrlParts(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    /** Never fails: what has no scheme or authority simply has a longer path. */
    static UrlParts split(String text) {
        String rest = text;
        String fragment = null;
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            fragment = rest.substring(hash + 1);
            rest = rest.substring(0, hash);
        }
        String query = null;
        int mark = rest.indexOf('?');
        if (mark >= 0) {
            query = rest.substring(mark + 1);
            rest = rest.substring(0, mark);
        }
        String scheme = null;
        int colon = schemeEnd(rest);
        if (colon >= 0) {
            scheme = rest.substring(0, colon);
            rest = rest.substring(colon + 1);
        }
        String authority = null;
        if (rest.startsWith("//")) {
            int end = rest.indexOf('/', 2);
            end = end < 0 ? rest.length() : end;
            authority = rest.substring(2, end);
            rest = rest.substring(end);
        }
        return new UrlParts(scheme, authority, rest, query, fragment);
    }

    /** The index of the colon behind a valid scheme, or -1. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            boolean isAllowed =
                    i == 0
                            ? HttpSyntax.isAsciiLetter(c)
                            : HttpSyntax.isAsciiLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
            if (!isAllowed) {
                return -1;
            }
        }
        return -1;
    }

    /** RFC 3986 section 5.2.2, with {@code this} as the base. */
    UrlParts resolve(UrlParts reference) {
        if (reference.scheme != null) {
            return reference.withPath(removeDotSegments(reference.path));
        }
        if (reference.authority != null) {
            return new UrlParts(
                    scheme,
                    reference.authority,
                    removeDotSegments(reference.path),
                    reference.query,
                    reference.fragment);
        }
        if (reference.path.isEmpty()) {
            String newQuery = reference.query != null ? reference.query : query;
            return new UrlParts(scheme, authority, path, newQuery, reference.fragment);
        }
        String merged = reference.path.startsWith("/") ? reference.path : merge(reference.path);
        return new UrlParts(
                scheme, authority, removeDotSegments(merged), reference.query, reference.fragment);
    }

    private UrlParts withPath(String newPath) {
        return new UrlParts(scheme, authority, newPath, query, fragment);
    }

    private String merge(String relative) {
        if (authority != null && path.isEmpty()) {
            return "/" + relative;
        }
        return path.substring(0, path.lastIndexOf('/') + 1) + relative;
    }

    /** RFC 3986 section 5.2.4. */
    static String removeDotSegments(String path) {
        if (!path.contains(".")) {
            return path;
        }
        var output = new StringBuilder();
        String input = path;
        while (!input.isEmpty()) {
            if (input.startsWith("../")) {
                input = input.substring(3);
            } else if (input.startsWith("./")) {
                input = input.substring(2);
            } else if (input.startsWith("/./")) {
                input = input.substring(2);
            } else if (input.equals("/.")) {
                input = "/";
            } else if (input.startsWith("/../") || input.equals("/..")) {
                input = "/" + input.substring(Math.min(4, input.length()));
                output.setLength(Math.max(0, output.lastIndexOf("/")));
            } else if (input.equals(".") || input.equals("..")) {
                input = "";
            } else {
                int end = input.indexOf('/', 1);
                end = end < 0 ? input.length() : end;
                output.append(input, 0, end);
                input = input.substring(end);
            }
        }
        return output.toString();
    }

    /** For messages: {@code http://user:secret@host/} becomes {@code http://***@host/}. */
    static String withoutUserInfo(String url) {
        int start = url.indexOf("//");
        if (start < 0) {
            return url;
        }
        int end = start + 2;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end);
        return at < start ? url : url.substring(0, start + 2) + "***" + url.substring(at);
    }

    @Override
    public String toString() {
        return (scheme == null ? "" : scheme + ":")
                + (authority == null ? "" : "//" + authority)
                + path
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }
}
