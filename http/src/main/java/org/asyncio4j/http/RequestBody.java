package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.Iterator;

/** What a request carries. Content types are defaults: a header that the user sets wins. */
sealed interface RequestBody {
    RequestBody NONE = new Fixed(new byte[0], null);

    /** What the {@code Content-Type} is unless the user sets it. */
    @Nullable String contentType();

    /** Whether the user gave one, an empty one perhaps. */
    default boolean isGiven() {
        return contentType() != null;
    }

    /** Whether it can be sent a second time. */
    boolean isReplayable();

    static RequestBody of(byte[] data, @Nullable String contentType) {
        return new Fixed(data.clone(), contentType);
    }

    static RequestBody of(String text, String contentType) {
        return new Fixed(text.getBytes(UTF_8), contentType);
    }

    /** Known in full; sent with a {@code Content-Length}. */
    final class Fixed implements RequestBody {
        private final byte[] data;
        private final @Nullable String contentType;

        private Fixed(byte[] data, @Nullable String contentType) {
            this.data = data;
            this.contentType = contentType;
        }

        byte[] data() {
            return data;
        }

        @Override
        public @Nullable String contentType() {
            return contentType;
        }

        @Override
        public boolean isReplayable() {
            return true;
        }
    }

    /** Comes piece by piece and once only; sent in chunks. */
    sealed interface Streamed extends RequestBody {
        @Override
        default String contentType() {
            return "application/octet-stream";
        }

        @Override
        default boolean isReplayable() {
            return false;
        }
    }

    /** A blocking stream; read off the loop. */
    record Blocking(InputStream stream) implements Streamed {}

    /** Pieces made in the sending task, where making one may suspend. */
    record Pieces(Iterator<byte[]> pieces) implements Streamed {}
}
