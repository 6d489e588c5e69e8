package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertificateException;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in words what the JDK says in the terms of the protocol. */
final class TlsErrors {
    private static final String ALERT = "Received fatal alert: ";

    private TlsErrors() {}

    static SSLException endedInHandshake() {
        return new SSLHandshakeException("the peer ended the connection during the TLS handshake");
    }

    static SSLException handshakeTimedOut(Duration limit) {
        return new SSLHandshakeException("the TLS handshake took longer than " + text(limit));
    }

    static SSLException nothingTaken(Duration limit, int unsent) {
        return new SSLException(
                "the peer took nothing for " + text(limit) + "; " + unsent + " bytes are unsent");
    }

    static SSLException cut() {
        return new SSLException(
                "the connection was cut: it ended without TLS saying so (close_notify)");
    }

    private static String text(Duration duration) {
        return duration.toMillis() / 1e3 + " s";
    }

    /** The same error, told better where that is possible, with the JDK's as its cause. */
    static SSLException explain(Exception error) {
        CertificateException refusal = refusal(error);
        SSLException explained;
        if (refusal != null) {
            explained = new SSLPeerUnverifiedException(String.valueOf(refusal.getMessage()));
        } else {
            String message = String.valueOf(error.getMessage());
            int at = message.indexOf(ALERT);
            if (at >= 0) {
                String alert = message.substring(at + ALERT.length());
                explained =
                        new SSLHandshakeException(explainAlert(alert) + " (alert " + alert + ")");
            } else if (message.contains("nrecognized SSL message")) {
                explained = new SSLException("the peer does not speak TLS");
            } else if (error instanceof SSLException asItIs) {
                return asItIs;
            } else {
                explained = new SSLException("TLS failed: " + error);
            }
        }
        explained.initCause(error);
        return explained;
    }

    private static @Nullable CertificateException refusal(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException refusal) {
                return refusal; // the outermost is the one that explains
            }
        }
        return null;
    }

    private static String explainAlert(String alert) {
        return switch (alert) {
            case "certificate_required" -> "the peer demands a certificate, and none was shown";
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "unknown_ca",
                    "access_denied" ->
                    "the peer does not accept our certificate";
            case "protocol_version" -> "the peer speaks none of our versions of TLS";
            case "handshake_failure" ->
                    "the peer does not agree: it has none of our cipher suites, or demands a"
                            + " certificate";
            case "no_application_protocol" -> "the peer has none of our application protocols";
            case "unrecognized_name" -> "the peer does not know the server's name that was asked";
            case "bad_record_mac", "decrypt_error", "decode_error" ->
                    "the peer could not make sense of what it received";
            default -> "the peer broke TLS off";
        };
    }
}
