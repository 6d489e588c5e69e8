package org.asyncio4j;

import org.asyncio4j.internal.net.TlsMaterial;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How to speak TLS, as a client or as a server: which certificate to show and which to accept, what
 * to offer, how long to wait. Immutable, so that one serves any number of connections, on any
 * loops; each {@code with} method returns another context.
 *
 * <pre>{@code
 * var tls = TlsContext.client().withTrust(Path.of("our-ca.pem"));
 * try (var connection = openConnection("db.internal", 5433, o -> o.withTls(tls))) {
 *     ...
 * }
 *
 * var serverTls = TlsContext.server(Path.of("chain.pem"), Path.of("key.pem"));
 * }</pre>
 *
 * <p>A client checks that the server's certificate comes from an authority that it trusts, is valid
 * today and is for the host that was asked for, be that a name or an address. TLS 1.3 and 1.2 are
 * spoken, as the JDK's security properties allow; renegotiation is refused.
 *
 * <p>Files are PEM files as OpenSSL writes them: certificates with whatever text around them, the
 * server's own first and then those of its authorities; keys in PKCS#8 (also encrypted), PKCS#1 or
 * SEC 1, of RSA, elliptic curves or Ed25519. Both may be in one file. They are read at once, by
 * plain blocking calls, so contexts are best made before the loop is busy. If something is wrong
 * with what a file says, a {@link javax.net.ssl.SSLKeyException} names the file and what it is.
 */
public final class TlsContext {
    /** Python's times: {@code SSL_HANDSHAKE_TIMEOUT} and {@code SSL_SHUTDOWN_TIMEOUT}. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    private enum ClientCertificate {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What the methods set; never changed once it belongs to a context. */
    private static final class Settings {
        boolean server;
        TlsMaterial material = TlsMaterial.DEFAULT;
        boolean hostnameCheck = true;
        ClientCertificate clientCertificate = ClientCertificate.NONE;
        List<String> alpn = List.of();
        List<String> protocols = List.of();
        List<String> cipherSuites = List.of();
        Duration handshakeTimeout = HANDSHAKE_TIMEOUT;
        Duration shutdownTimeout = SHUTDOWN_TIMEOUT;
        boolean truncationAllowed;
        @Nullable Function<String, @Nullable TlsContext> serverNames;

        Settings copy() {
            var copy = new Settings();
            copy.server = server;
            copy.material = material;
            copy.hostnameCheck = hostnameCheck;
            copy.clientCertificate = clientCertificate;
            copy.alpn = alpn;
            copy.protocols = protocols;
            copy.cipherSuites = cipherSuites;
            copy.handshakeTimeout = handshakeTimeout;
            copy.shutdownTimeout = shutdownTimeout;
            copy.truncationAllowed = truncationAllowed;
            copy.serverNames = serverNames;
            return copy;
        }
    }

    private final Settings settings;

    private TlsContext(Settings settings) {
        this.settings = settings;
    }

    private static TlsContext of(boolean server, TlsMaterial material) {
        var settings = new Settings();
        settings.server = server;
        settings.material = material;
        return new TlsContext(settings);
    }

    private TlsContext with(Consumer<Settings> change) {
        Settings changed = settings.copy();
        change.accept(changed);
        return new TlsContext(changed);
    }

    // ---- where contexts come from

    /**
     * A client that trusts the authorities that the JDK trusts. They are read when the first
     * connection is made; {@link #sslContext} does it earlier.
     */
    public static TlsContext client() {
        return of(false, TlsMaterial.DEFAULT);
    }

    /** A client with the certificates and the trust of an SSLContext made elsewhere. */
    public static TlsContext client(SSLContext context) {
        return of(false, TlsMaterial.of(context));
    }

    /**
     * A server.
     *
     * @param certificateChain its certificate, followed by those of its authorities, as PEM
     * @param key its key, as PEM
     */
    public static TlsContext server(Path certificateChain, Path key) throws IOException {
        return of(true, TlsMaterial.DEFAULT.withIdentity(certificateChain, key, null));
    }

    /** {@link #server(Path, Path)} with a key that is encrypted. */
    public static TlsContext server(Path certificateChain, Path key, String password)
            throws IOException {
        return of(
                true,
                TlsMaterial.DEFAULT.withIdentity(certificateChain, key, password.toCharArray()));
    }

    /** A server with the certificates and the trust of an SSLContext made elsewhere. */
    public static TlsContext server(SSLContext context) {
        return of(true, TlsMaterial.of(context));
    }

    // ---- certificates

    /**
     * Trusts the authorities in a PEM file, and no others. Of this and {@link #withoutVerification}
     * the last one counts.
     */
    public TlsContext withTrust(Path authorities) throws IOException {
        TlsMaterial material = settings.material.withTrust(authorities);
        return with(s -> s.material = material);
    }

    /** Shows this certificate to servers that ask for one. Parameters as of {@link #server}. */
    public TlsContext withCertificate(Path certificateChain, Path key) throws IOException {
        TlsMaterial material = settings.material.withIdentity(certificateChain, key, null);
        return with(s -> s.material = material);
    }

    /** {@link #withCertificate(Path, Path)} with a key that is encrypted. */
    public TlsContext withCertificate(Path certificateChain, Path key, String password)
            throws IOException {
        TlsMaterial material =
                settings.material.withIdentity(certificateChain, key, password.toCharArray());
        return with(s -> s.material = material);
    }

    /**
     * Accepts a trusted certificate whatever host it is for. Whoever has any certificate of a
     * trusted authority can then pass for the server.
     */
    public TlsContext withoutHostnameCheck() {
        checkRole(false, "a client that checks host names");
        return with(s -> s.hostnameCheck = false);
    }

    /**
     * Accepts every certificate, also expired or self-made ones, for every host. What is sent is
     * then hidden from those who listen, but not from those who stand between.
     */
    public TlsContext withoutVerification() {
        checkRole(false, "a client that verifies");
        TlsMaterial material = settings.material.withoutVerification();
        return with(s -> s.material = material);
    }

    /** Demands a certificate of each client; {@link #withTrust} says from which authorities. */
    public TlsContext withClientCertificateRequired() {
        checkRole(true, "a server");
        return with(s -> s.clientCertificate = ClientCertificate.REQUIRED);
    }

    /**
     * Asks clients for a certificate. One who shows none is let in, one who shows a bad one is not.
     */
    public TlsContext withClientCertificateOptional() {
        checkRole(true, "a server");
        return with(s -> s.clientCertificate = ClientCertificate.OPTIONAL);
    }

    private void checkRole(boolean server, String who) {
        if (settings.server != server) {
            throw new IllegalStateException("only for " + who);
        }
    }

    /**
     * Lets a server have several names: a client that asks for one of them, in lower case, is
     * served by the context that the function returns. This context serves those for whom it
     * returns null, and those who name no host, or what cannot be the name of a host. A map is
     * given as {@code map::get}.
     *
     * <p>The function is called on the loop and must not suspend. The loops of a group may call it
     * at the same time. If it throws, the connection is refused.
     */
    public TlsContext withServerNames(Function<String, @Nullable TlsContext> names) {
        checkRole(true, "a server");
        Objects.requireNonNull(names, "names");
        return with(s -> s.serverNames = names);
    }

    // ---- what is offered

    /**
     * Offers these application protocols, such as {@code "h2", "http/1.1"}, the best first (ALPN,
     * RFC 7301). {@link TlsInfo#applicationProtocol} tells what became of it. A server that has
     * none of those that a client offers refuses it.
     */
    public TlsContext withAlpn(String... applicationProtocols) {
        List<String> names = List.of(applicationProtocols);
        for (String name : names) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            if (length < 1 || length > 255) {
                throw new IllegalArgumentException("1 to 255 bytes are needed: '" + name + "'");
            }
        }
        return with(s -> s.alpn = names);
    }

    /** Speaks only these versions, such as {@code "TLSv1.3"}. */
    public TlsContext withProtocols(String... versions) {
        List<String> known = List.of(sslContext().getSupportedSSLParameters().getProtocols());
        List<String> names = checkKnown("protocol", List.of(versions), known);
        return with(s -> s.protocols = names);
    }

    /** Offers only these cipher suites, by the names of the JDK, the best first. */
    public TlsContext withCipherSuites(String... suites) {
        List<String> known = List.of(sslContext().getSupportedSSLParameters().getCipherSuites());
        List<String> names = checkKnown("cipher suite", List.of(suites), known);
        return with(s -> s.cipherSuites = names);
    }

    private static List<String> checkKnown(String what, List<String> names, List<String> known) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("at least one " + what + " is needed");
        }
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown " + what + " " + name + "; there are " + known);
            }
        }
        return names;
    }

    // ---- times and ends

    /** How long a handshake may take; 60 s unless set. */
    public TlsContext withHandshakeTimeout(Duration timeout) {
        checkPositive("handshake", timeout);
        return with(s -> s.handshakeTimeout = timeout);
    }

    /**
     * How long after its close a connection waits for a peer that takes nothing of what is unsent,
     * or does not end its side, before it is aborted; 30 s unless set. Programs wait for the former
     * only.
     */
    public TlsContext withShutdownTimeout(Duration timeout) {
        checkPositive("shutdown", timeout);
        return with(s -> s.shutdownTimeout = timeout);
    }

    private static void checkPositive(String what, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "the " + what + " timeout must be positive: " + timeout);
        }
    }

    /**
     * Takes the end of the connection below for the end of the stream. Otherwise a peer that leaves
     * without saying so within TLS (close_notify) has broken the connection, since anybody on the
     * way can cut it: reading to the end throws. For peers that are known to be rude, and where the
     * data itself tells whether it is complete. An end within a record of TLS remains an error.
     *
     * <p>Python's streams always do this.
     */
    public TlsContext withTruncationAllowed() {
        return with(s -> s.truncationAllowed = true);
    }

    // ---- for transports

    /** Whether this is for the server's side. */
    public boolean isServer() {
        return settings.server;
    }

    /** What {@link #withHandshakeTimeout} was given. */
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    /** What {@link #withShutdownTimeout} was given. */
    public Duration shutdownTimeout() {
        return settings.shutdownTimeout;
    }

    /** Whether {@link #withTruncationAllowed} was called. */
    public boolean isTruncationAllowed() {
        return settings.truncationAllowed;
    }

    /** What {@link #withServerNames} was given. */
    public @Nullable Function<String, @Nullable TlsContext> serverNames() {
        return settings.serverNames;
    }

    /** The JDK's context, which has the certificates and the sessions. */
    public SSLContext sslContext() {
        return settings.material.sslContext();
    }

    /**
     * Makes an engine for one connection, for those who move its bytes themselves.
     *
     * @param serverName the host that a client wants to talk to: a name, which the server is told,
     *     or an address; without meaning for a server
     * @param port with the name, what sessions are resumed by; -1 if there is none
     * @throws IllegalArgumentException if a client that checks host names is given none
     */
    public SSLEngine newEngine(@Nullable String serverName, int port) {
        SSLEngine engine;
        if (settings.server || serverName == null) {
            engine = sslContext().createSSLEngine();
        } else {
            engine = sslContext().createSSLEngine(serverName, port);
        }
        engine.setUseClientMode(!settings.server);
        SSLParameters parameters = engine.getSSLParameters();
        if (settings.server) {
            parameters.setUseCipherSuitesOrder(true);
            switch (settings.clientCertificate) {
                case NONE -> parameters.setNeedClientAuth(false);
                case OPTIONAL -> parameters.setWantClientAuth(true);
                case REQUIRED -> parameters.setNeedClientAuth(true);
            }
        } else {
            expectServer(parameters, serverName);
        }
        if (!settings.alpn.isEmpty()) {
            parameters.setApplicationProtocols(settings.alpn.toArray(new String[0]));
        }
        if (!settings.protocols.isEmpty()) {
            parameters.setProtocols(settings.protocols.toArray(new String[0]));
        }
        if (!settings.cipherSuites.isEmpty()) {
            parameters.setCipherSuites(settings.cipherSuites.toArray(new String[0]));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void expectServer(SSLParameters parameters, @Nullable String serverName) {
        if (settings.hostnameCheck && settings.material.isVerifying()) {
            if (serverName == null) {
                throw new IllegalArgumentException(
                        "a server name is needed, to check the certificate against it; or a"
                                + " context withoutHostnameCheck()");
            }
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        SNIHostName name = serverName == null ? null : nameToTell(serverName);
        if (name != null) {
            parameters.setServerNames(List.of(name));
        }
    }

    /**
     * RFC 6066: no address, and no dot at the end. Nor is it told what Java takes for no name of a
     * host, such as one with an underscore.
     */
    private static @Nullable SNIHostName nameToTell(String serverName) {
        boolean isAbsolute = serverName.endsWith(".");
        String name = isAbsolute ? serverName.substring(0, serverName.length() - 1) : serverName;
        try {
            return isAddress(name) ? null : new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "<TlsContext "
                + (settings.server ? "server" : "client")
                + (settings.protocols.isEmpty() ? "" : " " + settings.protocols)
                + (settings.alpn.isEmpty() ? "" : " alpn=" + settings.alpn)
                + ">";
    }
}
