package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPartsTest {
    private static final UrlParts BASE = UrlParts.split("http://a/b/c/d;p?q");

    /** RFC 3986 sections 5.4.1 and 5.4.2, complete, in the strict reading. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "g:h|g:h",
                "g|http://a/b/c/g",
                "./g|http://a/b/c/g",
                "g/|http://a/b/c/g/",
                "/g|http://a/g",
                "//g|http://g",
                "?y|http://a/b/c/d;p?y",
                "g?y|http://a/b/c/g?y",
                "\"#s\"|http://a/b/c/d;p?q#s",
                "g#s|http://a/b/c/g#s",
                "g?y#s|http://a/b/c/g?y#s",
                ";x|http://a/b/c/;x",
                "g;x|http://a/b/c/g;x",
                "g;x?y#s|http://a/b/c/g;x?y#s",
                "\"\"|http://a/b/c/d;p?q",
                ".|http://a/b/c/",
                "./|http://a/b/c/",
                "..|http://a/b/",
                "../|http://a/b/",
                "../g|http://a/b/g",
                "../..|http://a/",
                "../../|http://a/",
                "../../g|http://a/g",
                "../../../g|http://a/g",
                "../../../../g|http://a/g",
                "/./g|http://a/g",
                "/../g|http://a/g",
                "g.|http://a/b/c/g.",
                ".g|http://a/b/c/.g",
                "g..|http://a/b/c/g..",
                "..g|http://a/b/c/..g",
                "./../g|http://a/b/g",
                "./g/.|http://a/b/c/g/",
                "g/./h|http://a/b/c/g/h",
                "g/../h|http://a/b/c/h",
                "g;x=1/./y|http://a/b/c/g;x=1/y",
                "g;x=1/../y|http://a/b/c/y",
                "g?y/./x|http://a/b/c/g?y/./x",
                "g?y/../x|http://a/b/c/g?y/../x",
                "g#s/./x|http://a/b/c/g#s/./x",
                "g#s/../x|http://a/b/c/g#s/../x",
                "http:g|http:g"
            })
    void reference_onTheRfcBase_resolvesAsTheRfcSays(String reference, String expected) {
        assertEquals(expected, BASE.resolve(UrlParts.split(reference)).toString());
    }

    @Test
    void reference_onBaseWithoutPath_getsASlash() {
        UrlParts base = UrlParts.split("http://a");
        assertEquals("http://a/g", base.resolve(UrlParts.split("g")).toString());
    }

    @Test
    void split_ofAnything_isPutTogetherAgain() {
        for (String text :
                new String[] {"", "?", "#", "//", "a:b", "://x", "1:2", "http://u@h:1/p"}) {
            assertEquals(text, UrlParts.split(text).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@h/x, http://***@h/x",
        "http://h/x@y, http://h/x@y",
        "http://h?a@b, http://h?a@b",
        "http://a@b@h, http://***@h",
        "u:p@h, u:p@h"
    })
    void withoutUserInfo_hidesOnlyTheUserInfo(String url, String shown) {
        assertEquals(shown, UrlParts.withoutUserInfo(url));
    }
}
