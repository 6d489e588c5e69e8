package org.asyncio4j;

import static org.asyncio4j.TestCertificates.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLKeyException;

/** Contexts and the files they are made of. What contexts do is in the tests of transports. */
class TlsContextTest {
    @TempDir Path folder;

    // ---- keys and certificates

    @ParameterizedTest
    @CsvSource({
        "server.pem, server.key",
        "server.pem, server-sec1.key",
        "rsa.pem, rsa.key",
        "rsa.pem, rsa-pkcs1.key",
        "ed25519.pem, ed25519.key",
        "chain-and-key.pem, chain-and-key.pem"
    })
    void server_keyInEveryForm_isRead(String chain, String key) throws IOException {
        TlsContext context = TlsContext.server(file(chain), file(key));
        assertTrue(context.isServer());
        assertFalse(context.newEngine(null, -1).getUseClientMode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-encrypted.key", "server-encrypted-old.key"})
    void server_keyEncrypted_isReadWithItsPassword(String key) throws IOException {
        TlsContext.server(file("server.pem"), file(key), "secret");
        assertProblem(
                key + ": the password of its key is wrong",
                () -> TlsContext.server(file("server.pem"), file(key), "guess"));
        assertProblem(
                key + ": its key is encrypted, and no password was given",
                () -> TlsContext.server(file("server.pem"), file(key)));
    }

    @Test
    void server_keyEncryptedInTheOldForm_saysHowToConvertIt() {
        assertProblem(
                "openssl pkcs8 -topk8",
                () -> TlsContext.server(file("rsa.pem"), file("rsa-old-encrypted.key"), "secret"));
    }

    @Test
    void server_keyOfAnother_isRefused() {
        for (String key : List.of("client.key", "rsa.key", "ed25519.key")) {
            assertProblem(
                    key + ": its key does not belong to the first certificate of ",
                    () -> TlsContext.server(file("server.pem"), file(key)));
        }
    }

    @Test
    void server_filesMixedUp_saysWhatTheFileHas() {
        assertProblem(
                "server.pem: no private key in it; it has [CERTIFICATE]",
                () -> TlsContext.server(file("server.pem"), file("server.pem")));
        assertProblem(
                "server.key: no certificate in it; it has [PRIVATE KEY]",
                () -> TlsContext.server(file("server.key"), file("server.key")));
        assertProblem(
                "client.key: no certificate in it",
                () -> TlsContext.client().withTrust(file("client.key")));
    }

    @Test
    void files_thatAreNoPem_areRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertProblem(
                "empty.pem: no certificate in it; it has no PEM block",
                () -> TlsContext.client().withTrust(empty));
        Path missing = folder.resolve("missing.pem");
        assertThrows(NoSuchFileException.class, () -> TlsContext.client().withTrust(missing));
    }

    @Test
    void files_cutAnywhere_areRefusedOrRead() throws IOException {
        for (String name : List.of("ca.pem", "server.key", "rsa-pkcs1.key", "server-sec1.key")) {
            String whole = Files.readString(file(name)).strip();
            for (int length = 0; length < whole.length(); length += 3) {
                Path cut = Files.writeString(folder.resolve("cut"), whole.substring(0, length));
                assertThrows(SSLKeyException.class, () -> load(name, cut), name + " " + length);
            }
            load(name, Files.writeString(folder.resolve("cut"), whole));
        }
    }

    @Test
    void files_beginLineBroken_areRefusedWithoutTellingWhatIsInThem() throws IOException {
        String whole = Files.readString(file("server.key"));
        String begin = "-----BEGIN PRIVATE KEY-----";
        for (String broken :
                List.of(
                        begin.substring(1), // found by nobody
                        begin.substring(0, begin.length() - 1),
                        "-----BEGIN PRIVATE KEY",
                        "-----BEGIN ",
                        "-----BEGIN -----",
                        begin + "x")) {
            Path path =
                    Files.writeString(
                            folder.resolve("broken"), "text\n" + whole.replace(begin, broken));
            var problem = assertThrows(SSLKeyException.class, () -> load("server.key", path));
            String message = String.valueOf(problem.getMessage());
            for (String line : whole.lines().filter(l -> !l.startsWith("-----")).toList()) {
                assertFalse(message.contains(line), message);
            }
            if (broken.startsWith("-----BEGIN")) {
                assertTrue(message.endsWith("broken: line 2 is no BEGIN line"), message);
            }
        }
    }

    private static void load(String name, Path path) throws IOException {
        if (name.equals("ca.pem")) {
            TlsContext.client().withTrust(path);
        } else {
            String chain = name.startsWith("rsa") ? "rsa.pem" : "server.pem";
            TlsContext.server(file(chain), path);
        }
    }

    @Test
    void files_withEachByteChanged_areRefusedAsBadFilesOrRead() throws IOException {
        for (String name : List.of("ca.pem", "server.key", "server-sec1.key")) {
            byte[] whole = Files.readAllBytes(file(name));
            for (int i = 0; i < whole.length; i += 3) {
                byte[] changed = whole.clone();
                changed[i] ^= 1;
                Path path = Files.write(folder.resolve("changed"), changed);
                try {
                    load(name, path);
                } catch (SSLKeyException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains("changed"), e.toString());
                }
            }
        }
    }

    private interface Loading {
        void load() throws IOException;
    }

    private static void assertProblem(String expected, Loading loading) {
        var problem = assertThrows(SSLKeyException.class, loading::load);
        String message = String.valueOf(problem.getMessage());
        assertTrue(message.contains(expected), message);
    }

    // ---- settings

    @Test
    void with_everything_leavesTheOriginalAlone() {
        TlsContext original = TestCertificates.client();
        TlsContext changed =
                original.withAlpn("h2")
                        .withProtocols("TLSv1.2")
                        .withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                        .withHandshakeTimeout(Duration.ofSeconds(5))
                        .withShutdownTimeout(Duration.ofSeconds(6))
                        .withTruncationAllowed()
                        .withoutHostnameCheck();
        assertNotSame(original, changed);
        assertEquals(Duration.ofSeconds(5), changed.handshakeTimeout());
        assertEquals(Duration.ofSeconds(6), changed.shutdownTimeout());
        assertTrue(changed.isTruncationAllowed());
        assertEquals(Duration.ofSeconds(60), original.handshakeTimeout());
        assertEquals(Duration.ofSeconds(30), original.shutdownTimeout());
        assertFalse(original.isTruncationAllowed());
        var parameters = changed.newEngine("localhost", 1).getSSLParameters();
        assertEquals(List.of("h2"), List.of(parameters.getApplicationProtocols()));
        assertEquals(List.of("TLSv1.2"), List.of(parameters.getProtocols()));
        assertEquals(1, parameters.getCipherSuites().length);
        assertEquals(null, parameters.getEndpointIdentificationAlgorithm());
        var before = original.newEngine("localhost", 1).getSSLParameters();
        assertEquals(0, before.getApplicationProtocols().length);
        assertTrue(Arrays.asList(before.getProtocols()).contains("TLSv1.3"));
        assertEquals("HTTPS", before.getEndpointIdentificationAlgorithm());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void timeouts_notPositive_areRefused(long seconds) {
        Duration timeout = Duration.ofSeconds(seconds);
        TlsContext context = TlsContext.client();
        assertThrows(IllegalArgumentException.class, () -> context.withHandshakeTimeout(timeout));
        assertThrows(IllegalArgumentException.class, () -> context.withShutdownTimeout(timeout));
    }

    @Test
    void names_thatTheJdkDoesNotKnow_areRefused() {
        TlsContext context = TlsContext.client();
        var unknown =
                assertThrows(IllegalArgumentException.class, () -> context.withProtocols("TLSv9"));
        assertTrue(String.valueOf(unknown.getMessage()).contains("TLSv1.3"));
        assertThrows(IllegalArgumentException.class, () -> context.withCipherSuites("none"));
        assertThrows(IllegalArgumentException.class, () -> context.withCipherSuites());
        assertThrows(IllegalArgumentException.class, () -> context.withAlpn(""));
    }

    @Test
    void settings_ofTheOtherRole_areRefused() {
        TlsContext client = TlsContext.client();
        assertThrows(IllegalStateException.class, client::withClientCertificateRequired);
        assertThrows(IllegalStateException.class, client::withClientCertificateOptional);
        assertThrows(IllegalStateException.class, () -> client.withServerNames(name -> null));
        TlsContext server = TestCertificates.server();
        assertThrows(IllegalStateException.class, server::withoutHostnameCheck);
        assertThrows(IllegalStateException.class, server::withoutVerification);
    }

    @Test
    void sslContext_madeElsewhere_keepsItsCertificates() throws Exception {
        SSLContext own = SSLContext.getDefault();
        TlsContext context = TlsContext.client(own);
        assertEquals(own, context.sslContext());
        assertThrows(IllegalStateException.class, () -> context.withTrust(file("ca.pem")));
        assertThrows(IllegalStateException.class, context::withoutVerification);
        assertEquals(own, TlsContext.server(own).withAlpn("h2").sslContext());
    }

    // ---- names

    @Test
    void newEngine_hostName_isToldToTheServer() {
        TlsContext context = TlsContext.client();
        for (String name : List.of("localhost", "example.com", "bücher.example")) {
            var names = context.newEngine(name, 443).getSSLParameters().getServerNames();
            assertEquals(1, names.size(), name);
            assertEquals(
                    name.replace("bücher", "xn--bcher-kva"),
                    ((SNIHostName) names.getFirst()).getAsciiName());
        }
        var names = context.newEngine("example.com.", 443).getSSLParameters().getServerNames();
        assertEquals("example.com", ((SNIHostName) names.getFirst()).getAsciiName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "192.168.1.1.", "::1", "2001:db8::5", "no_host.name", "."})
    void newEngine_noNameOfAHost_isNotToldToTheServer(String address) {
        var parameters = TlsContext.client().newEngine(address, 443).getSSLParameters();
        assertTrue(parameters.getServerNames() == null || parameters.getServerNames().isEmpty());
        assertEquals("HTTPS", parameters.getEndpointIdentificationAlgorithm());
    }

    @Test
    void newEngine_noName_isRefusedWhereItWouldBeChecked() {
        TlsContext context = TlsContext.client();
        assertThrows(IllegalArgumentException.class, () -> context.newEngine(null, -1));
        context.withoutHostnameCheck().newEngine(null, -1);
        context.withoutVerification().newEngine(null, -1);
    }

    @Test
    void withTrust_afterWithoutVerification_checksTheNameAgain() throws IOException {
        TlsContext open = TlsContext.client().withoutVerification();
        TlsContext trusting = open.withTrust(file("ca.pem"));
        assertEquals(null, nameCheck(open));
        assertEquals("HTTPS", nameCheck(trusting));
        assertEquals(null, nameCheck(trusting.withoutHostnameCheck()));
        assertEquals(null, nameCheck(trusting.withoutVerification()));
        assertEquals(null, nameCheck(open.withCertificate(file("client.pem"), file("client.key"))));
    }

    private static @Nullable String nameCheck(TlsContext context) {
        return context.newEngine("localhost", 1)
                .getSSLParameters()
                .getEndpointIdentificationAlgorithm();
    }
}
