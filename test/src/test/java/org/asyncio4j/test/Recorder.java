package org.asyncio4j.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A protocol that notes what it is told, and reacts as the test says. */
final class Recorder implements Protocol {
    final List<String> log = new ArrayList<>();

    /** What to do when an event of that name comes. */
    final Map<String, Runnable> reactions = new HashMap<>();

    boolean keepsOpenAtEof;
    private boolean inCallback;
    private @Nullable Transport transport;

    Transport transport() {
        if (transport == null) {
            throw new AssertionError("not connected");
        }
        return transport;
    }

    void write(String text) {
        transport().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private void note(String event, String detail) {
        if (inCallback) {
            log.add("within another callback:");
        }
        log.add(event + detail);
        inCallback = true;
        try {
            reactions.getOrDefault(event, () -> {}).run();
        } finally {
            inCallback = false;
        }
    }

    @Override
    public void connectionMade(Transport newTransport) {
        transport = newTransport;
        note("made", "");
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        note("data", " " + (data.remaining() < 50 ? UTF_8.decode(data) : data.remaining()));
    }

    @Override
    public boolean eofReceived() {
        note("eof", "");
        return keepsOpenAtEof;
    }

    @Override
    public void pauseWriting() {
        log.add("pause"); // comes from within write, as in asyncio
    }

    @Override
    public void resumeWriting() {
        note("resume", "");
    }

    @Override
    public void connectionLost(@Nullable Exception error) {
        note("lost", error == null ? "" : " " + error.getMessage());
    }
}
