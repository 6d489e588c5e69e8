package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a TLS context trusts and how it shows who it is. Immutable; the {@link SSLContext} is made
 * with what files say, or else when it is first needed, since reading the default authorities takes
 * time.
 */
public final class TlsMaterial {
    /** The JDK's authorities, and no certificate of our own. */
    public static final TlsMaterial DEFAULT = new TlsMaterial(null, List.of(), true, null);

    private final @Nullable SSLContext given;

    /** The authorities; none means the JDK's. */
    private final List<X509Certificate> trusted;

    private final boolean verifying;
    private final @Nullable Identity identity;

    /** Made twice if two threads come first, which does no harm. */
    private volatile @Nullable SSLContext made;

    private TlsMaterial(
            @Nullable SSLContext given,
            List<X509Certificate> trusted,
            boolean verifying,
            @Nullable Identity identity) {
        this.given = given;
        this.trusted = trusted;
        this.verifying = verifying;
        this.identity = identity;
    }

    /** What an SSLContext made elsewhere has. */
    public static TlsMaterial of(SSLContext context) {
        return new TlsMaterial(context, List.of(), true, null);
    }

    /** With the authorities of a PEM file in the place of all others. */
    public TlsMaterial withTrust(Path file) throws IOException {
        checkOurs();
        return new TlsMaterial(null, PemFile.read(file).certificates(), true, identity).ready();
    }

    /** With every certificate accepted. */
    public TlsMaterial withoutVerification() {
        checkOurs();
        return new TlsMaterial(null, trusted, false, identity);
    }

    /** Whether certificates are checked at all. */
    public boolean isVerifying() {
        return verifying;
    }

    /** With a certificate of our own, its chain and its key. */
    public TlsMaterial withIdentity(Path chainFile, Path keyFile, char @Nullable [] password)
            throws IOException {
        checkOurs();
        PemFile keys = PemFile.read(keyFile);
        List<X509Certificate> chain = PemFile.read(chainFile).certificates();
        PrivateKey key = keys.privateKey(password);
        try {
            if (!PrivateKeys.match(key, chain.getFirst().getPublicKey())) {
                throw keys.problem(
                        "its key does not belong to the first certificate of "
                                + chainFile
                                + ", "
                                + chain.getFirst().getSubjectX500Principal(),
                        null);
            }
        } catch (GeneralSecurityException e) {
            throw keys.problem("its key cannot be used: " + e.getMessage(), e);
        }
        return new TlsMaterial(null, trusted, verifying, new Identity(chain, key)).ready();
    }

    /** Where files are read anyway, so that the first connection does not keep the loop waiting. */
    private TlsMaterial ready() {
        sslContext();
        return this;
    }

    /** Whether {@link #sslContext} is made already. */
    boolean isReady() {
        return given != null || made != null;
    }

    private void checkOurs() {
        if (given != null) {
            throw new IllegalStateException(
                    "this context was made of an SSLContext, which has its own certificates");
        }
    }

    /** The context that has all this. */
    public SSLContext sslContext() {
        if (given != null) {
            return given;
        }
        SSLContext context = made;
        if (context == null) {
            try {
                context = SSLContext.getInstance("TLS");
                var keys = identity == null ? null : new KeyManager[] {identity};
                context.init(keys, new TrustManager[] {trust()}, null);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
            }
            made = context;
        }
        return context;
    }

    private TrustManager trust() throws GeneralSecurityException, IOException {
        if (!verifying) {
            return new TrustingAll();
        }
        KeyStore authorities = null; // the JDK's
        if (!trusted.isEmpty()) {
            authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            for (X509Certificate certificate : trusted) {
                authorities.setCertificateEntry("ca" + authorities.size(), certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new ExplainingTrust(extended);
            }
        }
        throw new GeneralSecurityException("the JDK has no trust manager for X.509");
    }
}
