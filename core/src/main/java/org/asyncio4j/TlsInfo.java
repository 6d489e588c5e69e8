package org.asyncio4j;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What TLS has agreed on for a connection, see {@link Connection#tls}.
 *
 * @param session the JDK's view of it
 * @param applicationProtocol what was chosen by ALPN (RFC 7301), empty for none
 */
public record TlsInfo(SSLSession session, String applicationProtocol) {
    /** {@code TLSv1.3} or {@code TLSv1.2}. */
    public String protocol() {
        return session.getProtocol();
    }

    /** The cipher suite, such as {@code TLS_AES_256_GCM_SHA384}. */
    public String cipherSuite() {
        return session.getCipherSuite();
    }

    /** The peer's certificate, followed by those that vouch for it; empty if it sent none. */
    public List<X509Certificate> peerCertificates() {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** The host that the client asked for by SNI (RFC 6066), empty for none. */
    public String serverName() {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }
}
