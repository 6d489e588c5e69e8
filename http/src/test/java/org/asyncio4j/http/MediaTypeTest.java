package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;

class MediaTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '~',
            value = {
                "text/html|text/html|none",
                "Text/HTML; Charset=ISO-8859-1|text/html|ISO-8859-1",
                "text/html;charset=\"utf-8\"|text/html|UTF-8",
                "text/html; a=b; charset=utf-8; c=d|text/html|UTF-8",
                "text/html; charset=no-such-charset|text/html|none",
                "text/html; charset=|text/html|none",
                "text/html; charset=&%$|text/html|none",
                "text/html; xcharset=utf-8|text/html|none",
                "text/html;|text/html|none",
                ";charset=utf-8|application/octet-stream|UTF-8",
                "nonsense|application/octet-stream|none",
            })
    void contentType_isTakenApart(String value, String type, String charset) {
        MediaType parsed = MediaType.parse(value);
        assertEquals(type, parsed.type());
        assertEquals(charset, parsed.charset().map(Charset::name).orElse(null));
    }

    @Test
    void contentType_thatIsMissing_isOctetStream() {
        assertEquals("application/octet-stream", MediaType.parse("").type());
    }
}
