package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class HeadersTest {
    private final Headers headers = Headers.of("Accept", "text/html", "X-Tag", "a", "x-tag", "b");

    @Test
    void get_withOtherCase_findsTheFirst() {
        assertEquals(Optional.of("a"), headers.get("X-TAG"));
    }

    @Test
    void get_ofMissingName_isEmpty() {
        assertEquals(Optional.empty(), headers.get("Missing"));
        assertFalse(headers.contains("Missing"));
        assertEquals(List.of(), headers.getAll("Missing"));
    }

    @Test
    void getAll_withOtherCase_keepsTheOrder() {
        assertEquals(List.of("a", "b"), headers.getAll("X-tag"));
    }

    @Test
    void iteration_keepsOrderAndSpelling() {
        var names = new ArrayList<String>();
        headers.forEach(field -> names.add(field.name()));
        assertEquals(List.of("Accept", "X-Tag", "x-tag"), names);
        assertEquals(3, headers.size());
    }

    @Test
    void with_leavesTheOriginalAlone() {
        assertEquals(List.of("a", "b", "c"), headers.with("X-Tag", "c").getAll("x-tag"));
        assertEquals(List.of("a", "b"), headers.getAll("x-tag"));
    }

    @Test
    void withOnly_replacesEveryValue() {
        assertEquals(List.of("c"), headers.withOnly("X-TAG", "c").getAll("x-tag"));
    }

    @Test
    void without_removesEveryValue() {
        assertEquals(Headers.of("Accept", "text/html"), headers.without("x-TAG"));
    }

    @Test
    void over_hidesAllDefaultsOfTheName() {
        Headers merged = Headers.of("x-tag", "mine").over(headers);
        assertEquals(Headers.of("Accept", "text/html", "x-tag", "mine"), merged);
    }

    @Test
    void equals_ignoresTheCaseOfNamesOnly() {
        assertEquals(Headers.of("A", "x"), Headers.of("a", "x"));
        assertEquals(Headers.of("A", "x").hashCode(), Headers.of("a", "x").hashCode());
        assertNotEquals(Headers.of("A", "x"), Headers.of("A", "X"));
    }

    @Test
    void value_isStripped() {
        assertEquals(Optional.of("a b"), Headers.of("X", " \ta b ").get("X"));
    }

    @Test
    void splitting_isRefusedWhereverItIsTried() {
        assertThrows(IllegalArgumentException.class, () -> Headers.of("X", "a\r\nY: b"));
        assertThrows(IllegalArgumentException.class, () -> headers.with("X\r\nY", "b"));
        assertThrows(IllegalArgumentException.class, () -> headers.withOnly("X", "\n"));
        assertThrows(IllegalArgumentException.class, () -> Headers.of("X"));
    }

    @Test
    void toString_hidesCredentials() {
        String shown =
                Headers.of("Authorization", "Basic c2VjcmV0", "Cookie", "c2VjcmV0", "A", "b")
                        .toString();
        assertFalse(shown.contains("c2VjcmV0"), shown);
        assertTrue(shown.contains("A: b"), shown);
    }

    @Test
    void hasToken_searchesEveryListedValue() {
        Headers connection = Headers.of("Connection", "x, Close", "connection", "upgrade");
        assertTrue(connection.hasToken("connection", "close"));
        assertTrue(connection.hasToken("connection", "Upgrade"));
        assertFalse(connection.hasToken("connection", "clos"));
    }
}
