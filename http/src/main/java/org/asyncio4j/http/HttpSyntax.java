package org.asyncio4j.http;

/**
 * What HTTP allows in the words that we send: the one gate against response splitting.
 *
 * <p>Everything here refuses with {@link IllegalArgumentException}; nothing is repaired silently.
 */
final class HttpSyntax {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private HttpSyntax() {}

    /** RFC 9110 section 5.6.2: what a method or a header name is made of. */
    static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiLetterOrDigit(c) && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isAsciiLetterOrDigit(char c) {
        return isAsciiLetter(c) || isAsciiDigit(c);
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static String requireMethod(String method) {
        if (!isToken(method)) {
            throw new IllegalArgumentException("not an HTTP method: '" + visible(method) + "'");
        }
        return method;
    }

    static String requireHeaderName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not a header name: '" + visible(name) + "'");
        }
        return name;
    }

    /** Tab and anything that is not an ASCII control is allowed; the wire form is UTF-8. */
    static String requireHeaderValue(String name, String value) {
        int bad = firstForbidden(value, '\t');
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "header '%s' may not hold the character at %d: '%s'"
                            .formatted(visible(name), bad, visible(value)));
        }
        return value;
    }

    /** A request target is visible ASCII: all else must have been percent-encoded before. */
    static String requireTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new IllegalArgumentException(
                        "not a request target: '" + visible(target) + "'");
            }
        }
        if (target.isEmpty()) {
            throw new IllegalArgumentException("the request target is empty");
        }
        return target;
    }

    /** The index of the first ASCII control or unpaired surrogate, or -1. */
    static int firstForbidden(String text, char except) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) && c != except) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean isPair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isControl(char c) {
        return c < ' ' || c == 0x7f;
    }

    /** For messages and logs: control characters shown as escapes, long texts cut. */
    static String visible(String text) {
        var shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < 200; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                shown.append("\\u%04x".formatted((int) c));
            } else {
                shown.append(c);
            }
        }
        return text.length() > 200 ? shown.append("...").toString() : shown.toString();
    }
}
