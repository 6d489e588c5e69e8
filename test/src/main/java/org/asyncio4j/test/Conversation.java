package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.Connection;
import org.asyncio4j.StreamReader;
import org.asyncio4j.Task;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntSupplier;

/** Small things that the conformance suites share. */
final class Conversation {
    /** Turns that a loop gets to do what it can. */
    static final int SOME_TURNS = 5;

    /** Without progress for so many turns, a stream stands still. */
    private static final int TURNS_OF_STANDSTILL = 300;

    private Conversation() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] data) {
        return new String(data, UTF_8);
    }

    /** Bytes that differ everywhere, the same each time. */
    static byte[] randomBytes(int count) {
        byte[] data = new byte[count];
        new Random(count).nextBytes(data);
        return data;
    }

    static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** Until a number has stopped growing. */
    static void untilStill(IntSupplier progress) {
        int before;
        do {
            before = progress.getAsInt();
            turns(TURNS_OF_STANDSTILL);
        } while (before < progress.getAsInt());
    }

    /**
     * A peer that reads to the end and then closes, as a good one does: some streams close only
     * when both sides have said so.
     */
    static Task<byte[]> partner(Connection connection) {
        return createTask(
                () -> {
                    byte[] received = readToTheEnd(connection.reader());
                    connection.close();
                    return received;
                });
    }

    /** What comes until the stream ends or breaks. */
    static byte[] readToTheEnd(StreamReader reader) {
        var all = new ByteArrayOutputStream();
        try {
            for (byte[] part = reader.read(100_000); part.length > 0; part = reader.read(100_000)) {
                all.writeBytes(part);
            }
        } catch (IOException e) {
            // It broke, which is an end too.
        }
        return all.toByteArray();
    }
}
