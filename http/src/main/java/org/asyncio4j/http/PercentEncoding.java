package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Percent-encoding of RFC 3986, always of UTF-8. */
final class PercentEncoding {
    private static final String UNRESERVED_MARKS = "-._~";
    private static final String SUB_DELIMS = "!$&'()*+,;=";

    /** What may stand in a path beside letters, digits and unreserved marks. */
    static final String PATH = SUB_DELIMS + ":@/";

    /** What may stand in a query or a fragment. */
    static final String QUERY = PATH + "?";

    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /** Encodes all but unreserved characters, the percent sign too: for names and values. */
    static String encode(String text) {
        return encode(text, "", false);
    }

    /** Encodes what is not in {@code allowed}, and leaves escapes that are there as they are. */
    static String encodeOnce(String text, String allowed) {
        return encode(text, allowed, true);
    }

    private static String encode(String text, String allowed, boolean keepEscapes) {
        byte[] bytes = text.getBytes(UTF_8);
        var encoded = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean isEscape = keepEscapes && c == '%' && isEscape(bytes, i);
            if (isEscape || isUnreserved(c) || allowed.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return HttpSyntax.isAsciiLetterOrDigit(c) || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length && digit(bytes[at + 1]) >= 0 && digit(bytes[at + 2]) >= 0;
    }

    private static int digit(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    /** The bytes behind the escapes; an incomplete escape stands for itself. */
    static byte[] decode(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && isEscape(bytes, i)) {
                decoded.write(digit(bytes[i + 1]) << 4 | digit(bytes[i + 2]));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }
}
