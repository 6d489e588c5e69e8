package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Bytes that were received and not read yet: an array that is filled behind and taken in front. */
final class StreamBuffer {
    private static final byte[] EMPTY = {};

    /** The largest array that the JVM makes. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes = EMPTY;
    private int begin;
    private int end;

    int size() {
        return end - begin;
    }

    void append(ByteBuffer data) {
        int count = data.remaining();
        makeRoom(count);
        data.get(bytes, end, count);
        end += count;
    }

    private void makeRoom(int count) {
        if (bytes.length - end >= count) {
            return;
        }
        int size = size();
        int needed = Math.addExact(size, count);
        byte[] target =
                needed <= bytes.length / 2 ? bytes : new byte[capacity(bytes.length, needed)];
        System.arraycopy(bytes, begin, target, 0, size);
        bytes = target;
        begin = 0;
        end = size;
    }

    /** The next size, with room to grow, or filling a large buffer would be quadratic. */
    static int capacity(int present, int needed) {
        long spare = Math.max(1 << 20, needed / 4);
        long roomy = Math.min(2L * present, needed + spare);
        return (int) Math.max(needed, Math.min(roomy, LARGEST));
    }

    /** Takes the first {@code count} bytes out. */
    byte[] take(int count) {
        byte[] taken =
                count == bytes.length ? bytes : Arrays.copyOfRange(bytes, begin, begin + count);
        skip(count);
        return taken;
    }

    void skip(int count) {
        begin += count;
        if (begin == end) {
            begin = 0;
            end = 0;
            bytes = EMPTY; // an idle connection holds no buffer
        }
    }

    byte get(int index) {
        return bytes[begin + index];
    }

    /** Moves the first {@code count} bytes to the target. */
    void take(ByteBuffer target, int count) {
        target.put(bytes, begin, count);
        skip(count);
    }

    /** Where a separator was found, counted from the first byte. */
    record Match(int begin, int end) {}

    /** The separator that ends first, and of those the shortest, looking from {@code from} on. */
    @Nullable Match find(List<byte[]> separators, int from) {
        Match first = null;
        for (byte[] separator : separators) {
            int found = indexOf(separator, from);
            int foundEnd = found + separator.length;
            if (found >= 0
                    && (first == null
                            || foundEnd < first.end()
                            || (foundEnd == first.end() && found > first.begin()))) {
                first = new Match(found, foundEnd);
            }
        }
        return first;
    }

    private int indexOf(byte[] separator, int from) {
        int last = size() - separator.length;
        for (int i = from; i <= last; i++) {
            int at = begin + i;
            if (bytes[at] == separator[0]
                    && Arrays.equals(
                            bytes, at, at + separator.length, separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }
}
