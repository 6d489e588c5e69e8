package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSyntaxTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "X-A", "a!#$%&'*+-.^_`|~9"})
    void token_ofTokenCharacters_isAccepted(String token) {
        assertTrue(HttpSyntax.isToken(token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a:", "a\r\nb", "a\n", "\0", "a\t", "é", "a\u007f", "(a)"})
    void token_ofAnythingElse_isRefused(String text) {
        assertFalse(HttpSyntax.isToken(text));
        assertThrows(IllegalArgumentException.class, () -> HttpSyntax.requireMethod(text));
        assertThrows(IllegalArgumentException.class, () -> HttpSyntax.requireHeaderName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "é", "日本", "\ud83d\ude00", "\u0085"})
    void headerValue_withoutControls_isAccepted(String value) {
        assertEquals(value, HttpSyntax.requireHeaderValue("X", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nX: b",
                "a\rb",
                "a\nb",
                "a\0b",
                "\u0001",
                "\u000b",
                "\u001f",
                "\u007f",
                "\ud83d",
                "\ude00\ud83d"
            })
    void headerValue_withControlOrLoneSurrogate_isRefused(String value) {
        assertThrows(
                IllegalArgumentException.class, () -> HttpSyntax.requireHeaderValue("X", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/a\r\nHost: evil", "/\0", "/é", "/\u007f", "/a\tb"})
    void target_withAnythingButVisibleAscii_isRefused(String target) {
        assertThrows(IllegalArgumentException.class, () -> HttpSyntax.requireTarget(target));
    }

    @Test
    void visible_withControls_escapesThem() {
        assertEquals("a\\u000d\\u000ab", HttpSyntax.visible("a\r\nb"));
    }

    @Test
    void visible_ofLongText_cutsIt() {
        assertEquals(203, HttpSyntax.visible("x".repeat(5000)).length());
    }
}
