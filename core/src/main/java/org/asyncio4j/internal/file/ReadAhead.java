package org.asyncio4j.internal.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that were read from a file and not taken yet: an array filled behind and taken in front.
 */
final class ReadAhead {
    /** How much is read at a time. */
    static final int BLOCK = 64 * 1024;

    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8; // of HotSpot

    /** What stands for malformed bytes in a decoded string. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY;
    private int begin;
    private int end;

    /** No line ends in front of this index. */
    private int searched;

    int size() {
        return end - begin;
    }

    /** Whether the array is filled to its last byte. */
    boolean isFull() {
        return end == bytes.length;
    }

    // ---- filling

    /** Makes an array for this many bytes in all. */
    void reserve(long count) {
        if (count > bytes.length) {
            moveTo(new byte[checkedLength(count)]);
        }
    }

    /**
     * Where to put up to {@code atMost} bytes, and at least one. To be followed by {@link #added}.
     */
    ByteBuffer space(int atMost) {
        if (begin > 0) {
            moveTo(bytes);
        }
        if (isFull()) {
            long wanted = Math.max((long) end + atMost, Math.min(2L * end, LARGEST_ARRAY));
            moveTo(new byte[checkedLength(wanted)]);
        }
        return ByteBuffer.wrap(bytes, end, Math.min(atMost, bytes.length - end));
    }

    private static int checkedLength(long count) {
        if (count > LARGEST_ARRAY) {
            throw new OutOfMemoryError("the rest of the file does not fit into an array");
        }
        return (int) count;
    }

    private void moveTo(byte[] target) {
        int size = size();
        System.arraycopy(bytes, begin, target, 0, size);
        searched -= begin;
        begin = 0;
        end = size;
        bytes = target;
    }

    /** This many bytes were put into {@link #space}. */
    void added(int count) {
        end += count;
    }

    /**
     * Gives back what the array has too much, so that {@link #take} of everything need not copy.
     */
    void trim() {
        if (size() < bytes.length) {
            moveTo(new byte[size()]);
        }
    }

    // ---- taking

    /** Takes the first {@code count} bytes out, or all if there are fewer. */
    byte[] take(int count) {
        if (count >= bytes.length && size() == bytes.length) {
            byte[] all = bytes;
            bytes = EMPTY;
            clear();
            return all;
        }
        byte[] taken = Arrays.copyOfRange(bytes, begin, begin + Math.min(count, size()));
        skip(taken.length);
        return taken;
    }

    boolean hasLine() {
        while (searched < end) {
            if (bytes[searched] == '\n') {
                return true;
            }
            searched++;
        }
        return false;
    }

    /** How many bytes the first line has with its end; everything if it has none. */
    int lineLength() {
        return hasLine() ? searched + 1 - begin : size();
    }

    /** The first bytes as text, without a line end at their end. */
    String text(int length) throws CharacterCodingException {
        int last = begin + length;
        if (bytes[last - 1] == '\n') {
            last--;
            if (last > begin && bytes[last - 1] == '\r') {
                last--;
            }
        }
        var text = new String(bytes, begin, last - begin, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // It may stand in the file itself. Only a decoder tells, which would be slower for all.
            ByteBuffer encoded = ByteBuffer.wrap(bytes, begin, last - begin);
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        }
        return text;
    }

    /** Drops the first bytes. An array that grew large is given up with its last byte. */
    void skip(int count) {
        begin += count;
        searched = Math.max(searched, begin);
        if (begin == end) {
            clear();
        }
    }

    void clear() {
        begin = 0;
        end = 0;
        searched = 0;
        if (bytes.length > BLOCK) {
            bytes = EMPTY;
        }
    }
}
