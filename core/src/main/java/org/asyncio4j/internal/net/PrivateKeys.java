package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys in the forms in which they are found: PKCS#8, which Java knows, also encrypted, and
 * the older ones of RSA (PKCS#1, RFC 8017) and elliptic curves (SEC 1, RFC 5915), which are wrapped
 * into PKCS#8 here: {@code SEQUENCE { 0, SEQUENCE { algorithm, parameters }, OCTET STRING { key }
 * }}.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** rsaEncryption, with the NULL that stands for its parameters. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 5, 0
    };

    /** id-ecPublicKey; its parameters are the curve. */
    private static final byte[] EC = {
        0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
    };

    private PrivateKeys() {}

    /** The key in a block of a file. */
    static PrivateKey decode(PemFile file, String label, String content, char @Nullable [] password)
            throws IOException {
        if (content.contains("DEK-Info:")) {
            throw file.problem(
                    "its key is encrypted in OpenSSL's old form;"
                            + " convert it with: openssl pkcs8 -topk8",
                    null);
        }
        byte[] der = file.decode(label, content);
        try {
            return switch (label) {
                case "PRIVATE KEY" -> decode(der);
                case "ENCRYPTED PRIVATE KEY" -> decrypt(file, der, password);
                case "RSA PRIVATE KEY" -> decode(wrap(RSA, der));
                case "EC PRIVATE KEY" -> decode(wrap(concat(EC, curve(der)), der));
                default -> throw file.problem("a key of an unknown kind: " + label, null);
            };
        } catch (GeneralSecurityException | RuntimeException e) {
            throw file.problem("its key cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(pkcs8);
        InvalidKeySpecException failure = new InvalidKeySpecException("no algorithm");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                failure = e; // a key of another algorithm, or none
            }
        }
        throw new InvalidKeySpecException("it is none of " + ALGORITHMS, failure);
    }

    private static PrivateKey decrypt(PemFile file, byte[] der, char @Nullable [] password)
            throws IOException, GeneralSecurityException {
        if (password == null) {
            throw file.problem("its key is encrypted, and no password was given", null);
        }
        var info = new EncryptedPrivateKeyInfo(der);
        // The parameters of PBES2 know by name which of its schemes was used.
        String named = String.valueOf(info.getAlgParameters());
        String algorithm = named.startsWith("PBE") ? named : info.getAlgName();
        var spec = new PBEKeySpec(password);
        byte[] pkcs8;
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            pkcs8 = info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw file.problem("the password of its key is wrong", e);
        } finally {
            spec.clearPassword();
        }
        return decode(pkcs8);
    }

    // ---- DER

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION_0, concat(der(SEQUENCE, algorithm), der(OCTETS, key))));
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] header =
                length < 0x80
                        ? new byte[] {(byte) tag, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(header, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** What an elliptic key says of its curve: {@code SEQUENCE { 1, key, [0] curve, ... }}. */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        ByteBuffer fields = content(ByteBuffer.wrap(sec1), SEQUENCE);
        content(fields, INTEGER);
        content(fields, OCTETS);
        ByteBuffer curve = content(fields, PARAMETERS);
        byte[] bytes = new byte[curve.remaining()];
        curve.get(bytes);
        return bytes;
    }

    /** The content of the next element, which is skipped. */
    private static ByteBuffer content(ByteBuffer from, int tag) throws InvalidKeySpecException {
        int found = from.get() & 0xFF;
        int length = from.get() & 0xFF;
        if (length == 0x81) {
            length = from.get() & 0xFF;
        } else if (length == 0x82) {
            length = from.getShort() & 0xFFFF;
        }
        if (found != tag || length > from.remaining()) {
            throw new InvalidKeySpecException("the key does not name its curve");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    // ---- do they belong together?

    /** Whether the private key is that of the public key. */
    static boolean match(PrivateKey own, PublicKey published) throws GeneralSecurityException {
        if (own instanceof RSAKey a && published instanceof RSAKey b) {
            return a.getModulus().equals(b.getModulus());
        }
        if (!own.getAlgorithm().equals(published.getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        own.getAlgorithm().equals("EC") ? "SHA256withECDSA" : own.getAlgorithm());
        byte[] message = {1, 2, 3};
        signature.initSign(own);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(published);
        signature.update(message);
        return signature.verify(signed);
    }
}
