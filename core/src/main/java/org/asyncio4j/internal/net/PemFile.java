package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLKeyException;

/**
 * A file of certificates and keys as OpenSSL writes them (RFC 7468): blocks of base64 between BEGIN
 * and END lines, with any text around them. Immutable.
 */
public final class PemFile {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BEGIN_LINE =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----[ \\t]*(?:\\R|$)");
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");

    /** A block: what it says it is, and what is between its lines. */
    private record Block(String label, String content) {}

    private final Path path;
    private final List<Block> blocks;

    private PemFile(Path path, List<Block> blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    /** Reads the file; blocks the thread. */
    public static PemFile read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<Block>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
            Matcher begin = BEGIN_LINE.matcher(text).region(at, text.length());
            String label = begin.lookingAt() ? begin.group(1) : "";
            int end = text.indexOf(END + label + DASHES, at);
            if (label.isEmpty() || end < begin.end()) {
                // A key must not come to be in a log, so that nothing of the file is told.
                String what =
                        label.isEmpty() ? "is no BEGIN line" : "begins a block without an end";
                throw new SSLKeyException(path + ": line " + lineOf(text, at) + " " + what);
            }
            blocks.add(new Block(label, text.substring(begin.end(), end)));
            at = end;
        }
        return new PemFile(path, List.copyOf(blocks));
    }

    private static long lineOf(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /**
     * The certificates, in the order of the file.
     *
     * @throws SSLKeyException if there is none, or a broken one
     */
    public List<X509Certificate> certificates() throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (Block block : blocks) {
            if (CERTIFICATES.contains(block.label)) {
                certificates.add(certificate(block, certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw problem("no certificate in it", null);
        }
        return certificates;
    }

    private X509Certificate certificate(Block block, int number) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(decode(block)));
        } catch (CertificateException e) {
            throw problem("certificate " + number + " is broken: " + e.getMessage(), e);
        }
    }

    /**
     * The first private key.
     *
     * @param password of the key, null if it is not encrypted
     * @throws SSLKeyException if there is none, or it cannot be read
     */
    public PrivateKey privateKey(char @Nullable [] password) throws IOException {
        for (Block block : blocks) {
            if (block.label.endsWith("PRIVATE KEY")) {
                return PrivateKeys.decode(this, block.label, block.content, password);
            }
        }
        throw problem("no private key in it", null);
    }

    private byte[] decode(Block block) throws IOException {
        return decode(block.label, block.content);
    }

    byte[] decode(String label, String content) throws IOException {
        try {
            return Base64.getDecoder().decode(content.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw problem("the block " + label + " is not base64: " + e.getMessage(), e);
        }
    }

    /** What is wrong with this file: it is named, and so is what was found in it. */
    SSLKeyException problem(String what, @Nullable Exception cause) {
        List<String> labels = blocks.stream().map(Block::label).toList();
        var problem =
                new SSLKeyException(
                        path
                                + ": "
                                + what
                                + (labels.isEmpty()
                                        ? "; it has no PEM block"
                                        : "; it has " + labels));
        problem.initCause(cause);
        return problem;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
