package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's checks of certificates, with messages that say what is wrong with which one. */
final class ExplainingTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Control and format characters, and the ends of lines and paragraphs. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final X509ExtendedTrustManager checks;

    ExplainingTrust(X509ExtendedTrustManager checks) {
        this.checks = checks;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void explaining(X509Certificate[] chain, @Nullable String host, Check check)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            // The cause decides which alert the JDK sends to the peer.
            throw new CertificateException(
                    printable(explain(chain, host, e)), e.getCause() == null ? e : e.getCause());
        }
    }

    private static String explain(
            X509Certificate[] chain, @Nullable String host, CertificateException e) {
        X509Certificate first = chain[0];
        if (isCausedBy(e, CertificateExpiredException.class)
                || isCausedBy(e, CertificateNotYetValidException.class)) {
            return explainDates(chain);
        }
        if (isCausedBy(e, CertPathBuilderException.class)) {
            boolean ownIssuer =
                    first.getIssuerX500Principal().equals(first.getSubjectX500Principal());
            return describe(first)
                    + (ownIssuer
                            ? " is self-signed, and not one that is trusted"
                            : " comes from an unknown authority: "
                                    + chain[chain.length - 1].getIssuerX500Principal());
        }
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("No subject alternative") || message.startsWith("No name")) {
            return describe(first) + " is not for " + host + " but for " + names(first);
        }
        return describe(first) + " is not accepted: " + message;
    }

    /** Names in certificates may have line ends in them, which must not come to be in a log. */
    private static String printable(String message) {
        return UNPRINTABLE.matcher(message).replaceAll("?");
    }

    private static String explainDates(X509Certificate[] chain) {
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException e) {
                return describe(certificate)
                        + " has expired: it was valid until "
                        + certificate.getNotAfter().toInstant();
            } catch (CertificateNotYetValidException e) {
                return describe(certificate)
                        + " is not valid yet: it will be from "
                        + certificate.getNotBefore().toInstant();
            }
        }
        return "the authority of " + describe(chain[0]) + " has expired";
    }

    private static String describe(X509Certificate certificate) {
        return "the certificate " + certificate.getSubjectX500Principal();
    }

    /** The names that a certificate is for, as far as they are checked. */
    private static List<String> names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names;
    }

    private static boolean isCausedBy(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        explaining(chain, null, () -> checks.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        explaining(
                chain, engine.getPeerHost(), () -> checks.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        explaining(chain, null, () -> checks.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        explaining(chain, null, () -> checks.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        explaining(chain, null, () -> checks.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        explaining(chain, null, () -> checks.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checks.getAcceptedIssuers();
    }
}
