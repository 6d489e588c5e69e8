package org.asyncio4j.http;

/**
 * Scheme, host and port: what must be equal for a connection to be used again, and for credentials
 * to be kept over a redirect.
 *
 * @param host in lower case and ASCII; an IPv6 address without brackets
 */
record Origin(String scheme, String host, int port) {

    /** As the {@code Host} header has it: IPv6 in brackets, no port where it is the default. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
