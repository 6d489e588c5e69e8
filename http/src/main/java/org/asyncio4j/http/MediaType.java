package org.asyncio4j.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code Content-Type} taken apart. Reading never fails: what is not understood is not there.
 *
 * @param type type and subtype in lower case, {@code text/html}
 * @param charset the one named, if this JVM knows it
 */
record MediaType(String type, Optional<Charset> charset) {
    /** What RFC 9110 section 8.3 lets us assume of a body that does not say what it is. */
    private static final String UNKNOWN = "application/octet-stream";

    static MediaType parse(String value) {
        int semicolon = value.indexOf(';');
        String type = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
        Optional<Charset> charset = Optional.empty();
        int start = semicolon;
        while (start >= 0 && charset.isEmpty()) {
            int end = value.indexOf(';', start + 1);
            String parameter = value.substring(start + 1, end < 0 ? value.length() : end);
            charset = charset(parameter.strip());
            start = end;
        }
        boolean isType = type.indexOf('/') > 0;
        return new MediaType(isType ? type.toLowerCase(Locale.ROOT) : UNKNOWN, charset);
    }

    private static Optional<Charset> charset(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
            return Optional.empty();
        }
        String name = parameter.substring(equals + 1).replace('"', ' ').strip();
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
