package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

class ContentDecoderTest {
    private static final byte[] TEXT = "a text, a text, another text".repeat(50).getBytes(UTF_8);

    private static byte[] gzip(byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(data);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] data, boolean raw) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw)) {
            deflater.setInput(data);
            deflater.finish();
            var bytes = new byte[data.length + 100];
            return Arrays.copyOf(bytes, deflater.deflate(bytes));
        }
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] decode(ContentDecoder decoder, byte[] input, int piece, int max)
            throws ProtocolViolation {
        var output = new ByteArrayOutputStream();
        var buffer = new byte[max];
        try (decoder) {
            for (int position = 0; position < input.length; position += piece) {
                int count = Math.min(piece, input.length - position);
                decoder.feed(ByteBuffer.wrap(input, position, count));
                for (int n = decoder.pull(buffer, max); n > 0; n = decoder.pull(buffer, max)) {
                    output.write(buffer, 0, n);
                }
            }
            decoder.end();
        }
        return output.toByteArray();
    }

    /** Decodes in large and small pieces; all must agree. */
    private static byte[] decode(Supplier<ContentDecoder> coding, byte[] input)
            throws ProtocolViolation {
        byte[] whole = decode(coding.get(), input, 1 << 20, 1 << 16);
        for (int piece : List.of(1, 2, 7)) {
            for (int max : List.of(1, 5, 1000)) {
                assertArrayEquals(whole, decode(coding.get(), input, piece, max));
            }
        }
        return whole;
    }

    private static void assertViolation(Supplier<ContentDecoder> coding, byte[] input) {
        for (int piece : List.of(1, 7, 1 << 20)) {
            assertThrows(
                    ProtocolViolation.class,
                    () -> decode(coding.get(), input, piece, 100),
                    "pieces of " + piece);
        }
    }

    @Test
    void gzip_ofText_isUndone() throws Exception {
        assertArrayEquals(TEXT, decode(GzipDecoder::new, gzip(TEXT)));
        assertArrayEquals(new byte[0], decode(GzipDecoder::new, gzip(new byte[0])));
    }

    @Test
    void gzip_ofNoise_isUndone() throws Exception {
        var noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertArrayEquals(noise, decode(new GzipDecoder(), gzip(noise), 999, 1000));
    }

    @Test
    void gzip_ofSeveralMembers_isOneBody() throws Exception {
        byte[] empty = gzip(new byte[0]);
        byte[] members = join(gzip("a".getBytes(UTF_8)), empty, empty, gzip("b".getBytes(UTF_8)));
        assertArrayEquals("ab".getBytes(UTF_8), decode(GzipDecoder::new, members));
    }

    @Test
    void gzip_ofVeryManyMembers_takesLinearTime() throws Exception {
        byte[] member = gzip(new byte[0]);
        var members = new byte[member.length * 50_000];
        for (int i = 0; i < 50_000; i++) {
            System.arraycopy(member, 0, members, i * member.length, member.length);
        }
        assertEquals(0, decode(new GzipDecoder(), members, 1 << 16, 100).length);
    }

    @Test
    void gzip_withEveryOptionalField_isUndone() throws Exception {
        byte[] plain = gzip(TEXT);
        byte[] header = {0x1f, (byte) 0x8b, 8, 0x1f, 1, 2, 3, 4, 5, 6};
        byte[] extra = {3, 0, 'x', 0, 'y'};
        byte[] names = "name\0comment\0".getBytes(UTF_8);
        byte[] headerChecksum = {1, 2};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        assertArrayEquals(
                TEXT, decode(GzipDecoder::new, join(header, extra, names, headerChecksum, rest)));
    }

    @Test
    void gzip_withEmptyExtraField_isUndone() throws Exception {
        byte[] plain = gzip(TEXT);
        byte[] header = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        assertArrayEquals(TEXT, decode(GzipDecoder::new, join(header, rest)));
    }

    @Test
    void gzip_withZerosBehind_isUndone() throws Exception {
        assertArrayEquals(TEXT, decode(GzipDecoder::new, join(gzip(TEXT), new byte[100])));
    }

    @Test
    void gzip_withAnythingElseBehind_isRefused() throws Exception {
        assertViolation(GzipDecoder::new, join(gzip(TEXT), "garbage".getBytes(UTF_8)));
        assertViolation(GzipDecoder::new, join(gzip(TEXT), new byte[10], new byte[] {1}));
        assertViolation(GzipDecoder::new, join(gzip(TEXT), new byte[] {0}, gzip(TEXT)));
    }

    @Test
    void gzip_cutAnywhere_isRefused() throws Exception {
        byte[] whole = gzip(TEXT);
        for (int length = 1; length < whole.length; length++) {
            assertViolation(GzipDecoder::new, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void gzip_withAWrongTrailer_isRefused() throws Exception {
        byte[] whole = gzip(TEXT);
        for (int i = whole.length - 8; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertViolation(GzipDecoder::new, damaged);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 1", "3, 32", "3, 128", "12, 255"})
    void gzip_withAWrongByte_isRefused(int index, int bits) throws Exception {
        byte[] damaged = gzip(TEXT);
        damaged[index] ^= (byte) bits;
        assertViolation(GzipDecoder::new, damaged);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflate_withAndWithoutZlibHeader_isUndone(boolean raw) throws Exception {
        assertArrayEquals(TEXT, decode(DeflateDecoder::new, deflate(TEXT, raw)));
        assertArrayEquals(new byte[0], decode(DeflateDecoder::new, deflate(new byte[0], raw)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflate_cutAnywhere_isRefused(boolean raw) {
        byte[] whole = deflate(TEXT, raw);
        for (int length = 1; length < whole.length; length++) {
            assertViolation(DeflateDecoder::new, Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflate_withDataBehind_isRefused(boolean raw) {
        assertViolation(DeflateDecoder::new, join(deflate(TEXT, raw), new byte[] {0}));
    }

    @Test
    void deflate_withAWrongChecksum_isRefused() {
        byte[] damaged = deflate(TEXT, false);
        damaged[damaged.length - 1] ^= 1;
        assertViolation(DeflateDecoder::new, damaged);
    }

    @Test
    void deflate_withADictionary_isRefused() {
        byte[] bytes;
        try (var deflater = new Deflater()) {
            deflater.setDictionary("text".getBytes(UTF_8));
            deflater.setInput(TEXT);
            deflater.finish();
            bytes = new byte[1000];
            bytes = Arrays.copyOf(bytes, deflater.deflate(bytes));
        }
        byte[] withDictionary = bytes;
        assertViolation(DeflateDecoder::new, withDictionary);
    }

    @Test
    void noInput_isAnEmptyBody() throws Exception {
        assertEquals(0, decode(GzipDecoder::new, new byte[0]).length);
        assertEquals(0, decode(DeflateDecoder::new, new byte[0]).length);
    }

    /** 100 MB from 100 KB: what is held at a time is the caller's array. */
    @Test
    void bomb_comesInPiecesOfTheCallersSize() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                gzip.write(zeros);
            }
        }
        var buffer = new byte[8192];
        long total = 0;
        var checksum = new CRC32();
        try (var decoder = new GzipDecoder()) {
            decoder.feed(ByteBuffer.wrap(bytes.toByteArray()));
            for (int n = decoder.pull(buffer, 8192); n > 0; n = decoder.pull(buffer, 8192)) {
                assertTrue(n <= 8192);
                checksum.update(buffer, 0, n);
                total += n;
            }
            decoder.end();
        }
        assertEquals(100L << 20, total);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void coding_gzip_isKnown(String coding) {
        ContentDecoder decoder = ContentDecoder.of(Headers.of("Content-Encoding", coding));
        assertInstanceOf(GzipDecoder.class, decoder).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "zstd", "gzip, gzip", "gzip, br", "compress"})
    void coding_thatIsNotKnown_isLeftAsItIs(String coding) {
        assertNull(ContentDecoder.of(Headers.of("Content-Encoding", coding)));
        assertNull(ContentDecoder.of(Headers.empty()));
    }
}
