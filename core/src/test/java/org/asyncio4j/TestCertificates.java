package org.asyncio4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The keys and certificates in {@code src/test/tls}, where {@code make} says what they are. */
final class TestCertificates {
    private static final Path FOLDER = Path.of("src", "test", "tls");

    private TestCertificates() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    interface Loading {
        TlsContext load() throws IOException;
    }

    private static TlsContext load(Loading loading) {
        try {
            return loading.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server for localhost, 127.0.0.1 and ::1. */
    static TlsContext server() {
        return server("server.pem", "server.key");
    }

    static TlsContext server(String chain, String key) {
        return load(() -> TlsContext.server(file(chain), file(key)));
    }

    /** A client that trusts the test authority. */
    static TlsContext client() {
        return load(() -> TlsContext.client().withTrust(file("ca.pem")));
    }

    /** A client with a certificate of the test authority. */
    static TlsContext clientWithCertificate() {
        return load(() -> client().withCertificate(file("client.pem"), file("client.key")));
    }

    /** A server that demands certificates of the test authority. */
    static TlsContext serverThatDemands() {
        return load(() -> server().withTrust(file("ca.pem")).withClientCertificateRequired());
    }
}
