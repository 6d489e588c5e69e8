package org.asyncio4j.internal.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;

/** When the JDK's contexts are made, which takes long. */
class TlsMaterialTest {
    private static final Path FOLDER = Path.of("src", "test", "tls");

    @Test
    void material_ofFiles_isReadyForTheLoop() throws IOException {
        var server =
                TlsMaterial.DEFAULT.withIdentity(
                        FOLDER.resolve("server.pem"), FOLDER.resolve("server.key"), null);
        assertTrue(server.isReady());
        assertTrue(server.withTrust(FOLDER.resolve("ca.pem")).isReady());
    }
}
