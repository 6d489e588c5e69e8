package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

/** A certificate for {@code localhost} that vouches for itself, made by openssl. */
record TestCertificate(Path chain, Path key) {
    static TestCertificate make(Path directory) throws Exception {
        Path chain = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Process process =
                new ProcessBuilder(
                                Tool.find("openssl"),
                                "req",
                                "-x509",
                                "-newkey",
                                "rsa:2048",
                                "-nodes",
                                "-keyout",
                                key.toString(),
                                "-out",
                                chain.toString(),
                                "-days",
                                "30",
                                "-subj",
                                "/CN=localhost",
                                "-addext",
                                "subjectAltName=DNS:localhost")
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return new TestCertificate(chain, key);
    }
}
