package org.asyncio4j;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that were received and not read yet: an array that is filled behind and taken in front. */
final class StreamBuffer {
    private static final byte[] EMPTY = {};

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
                needed <= bytes.length / 2
                        ? bytes
                        : new byte
                                [Math.max(
                                        needed,
                                        Math.min(2 * bytes.length, needed + spare(needed)))];
        System.arraycopy(bytes, begin, target, 0, size);
        bytes = target;
        begin = 0;
        end = size;
    }

    /** Room to grow: a share of what is there, or filling a large buffer would be quadratic. */
    private static int spare(int needed) {
        return Math.min(Math.max(1 << 20, needed / 4), Integer.MAX_VALUE - 8 - needed);
    }

    /** Takes the first {@code count} bytes out. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(bytes, begin, begin + count);
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

    /** Where the separator begins, looking from {@code from} on; -1 if it is not there. */
    int indexOf(byte[] separator, int from) {
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
