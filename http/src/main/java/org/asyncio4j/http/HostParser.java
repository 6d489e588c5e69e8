package org.asyncio4j.http;

import java.net.IDN;
import java.net.Inet6Address;
import java.util.Locale;

/**
 * The host part of a URL, made ASCII and lower case. Names are not looked up.
 *
 * <p>A host that ends in a number must be a dotted quad written out: {@code 127.1}, {@code
 * 2130706433} and {@code 0177.0.0.1} would mean 127.0.0.1 to some resolvers and pass by whoever
 * checks addresses.
 */
final class HostParser {
    private HostParser() {}

    /** Returns the host; throws with the problem as its message. */
    static String parse(String host) {
        if (host.startsWith("[")) {
            return ipv6(host);
        }
        String ascii = toAscii(host).toLowerCase(Locale.ROOT);
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.isEmpty() || name.length() > 253) {
            throw new IllegalArgumentException("the URL has no valid host");
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            requireLabel(label);
        }
        if (isNumber(labels[labels.length - 1]) && !isDottedQuad(labels)) {
            throw new IllegalArgumentException("an IPv4 address is four numbers from 0 to 255");
        }
        return ascii;
    }

    private static String toAscii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a host name", e);
        }
    }

    private static void requireLabel(String label) {
        boolean isValid = !label.isEmpty() && label.length() <= 63;
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            isValid &= HttpSyntax.isAsciiLetterOrDigit(c) || c == '-' || c == '_';
        }
        if (!isValid) {
            throw new IllegalArgumentException("the URL has no valid host");
        }
    }

    private static boolean isNumber(String label) {
        return label.chars().allMatch(c -> c >= '0' && c <= '9') || label.startsWith("0x");
    }

    private static boolean isDottedQuad(String[] labels) {
        boolean isValid = labels.length == 4;
        for (String label : labels) {
            isValid &=
                    label.length() <= 3
                            && label.chars().allMatch(c -> c >= '0' && c <= '9')
                            && Integer.parseInt(label) <= 255
                            && (label.length() == 1 || label.charAt(0) != '0');
        }
        return isValid;
    }

    private static String ipv6(String host) {
        String address = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
        boolean looksRight =
                address.indexOf(':') >= 0
                        && address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || isMark(c));
        if (!looksRight) {
            throw new IllegalArgumentException("not an IPv6 address in brackets");
        }
        try {
            Inet6Address.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an IPv6 address in brackets", e);
        }
        return address.toLowerCase(Locale.ROOT);
    }

    private static boolean isMark(int c) {
        return c == ':' || c == '.';
    }
}
