package org.asyncio4j.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header fields of a request or a response: ordered, several per name, names compared without
 * regard to case.
 *
 * <p>Immutable, so it may be shared by threads. A name that is not a token, or a value with a
 * control character (CR and LF among them), is refused with {@link IllegalArgumentException}.
 *
 * {@snippet :
 * var headers = Headers.of("Accept", "text/html", "X-Tag", "a").with("X-Tag", "b");
 * headers.get("accept");      // Optional[text/html]
 * headers.getAll("x-tag");    // [a, b]
 * }
 *
 * <p><b>Differences from aiohttp.</b> The counterpart of {@code CIMultiDict}. {@code get} gives an
 * Optional; changes make a new object.
 */
public final class Headers implements Iterable<Headers.Field> {
    private static final Headers EMPTY = new Headers(List.of());
    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * One line of a header.
     *
     * @param name the name as written; compare it without regard to case
     * @param value the value, without surrounding blanks
     */
    public record Field(String name, String value) {
        /**
         * Checks both.
         *
         * @throws IllegalArgumentException for what HTTP does not allow
         */
        public Field {
            HttpSyntax.requireHeaderName(name);
            value = HttpSyntax.requireHeaderValue(name, value).strip();
        }

        /** The line; what gives access to something is not shown, as this ends up in logs. */
        @Override
        public String toString() {
            boolean isSecret = SECRET.contains(name.toLowerCase(Locale.ROOT));
            return name + ": " + (isSecret ? "***" : value);
        }
    }

    /** No fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Fields from names and values in turn.
     *
     * @throws IllegalArgumentException if a value is missing, or HTTP does not allow one of them
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs");
        }
        var fields = new ArrayList<Field>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return ofFields(fields);
    }

    static Headers ofFields(List<Field> fields) {
        return fields.isEmpty() ? EMPTY : new Headers(List.copyOf(fields));
    }

    /** The first value of {@code name}. */
    public Optional<String> get(String name) {
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    /** All values of {@code name} in order; empty if there is none. */
    public List<String> getAll(String name) {
        return fields.stream()
                .filter(f -> f.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Whether there is a field of this name. */
    public boolean contains(String name) {
        return get(name).isPresent();
    }

    /** The number of fields, each repetition counted. */
    public int size() {
        return fields.size();
    }

    /** Whether there are no fields. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /**
     * These and one more at the end, beside any of the same name.
     *
     * @throws IllegalArgumentException for what HTTP does not allow
     */
    public Headers with(String name, String value) {
        var all = new ArrayList<>(fields);
        all.add(new Field(name, value));
        return ofFields(all);
    }

    /**
     * These with {@code value} in place of every value of {@code name}, at the end.
     *
     * @throws IllegalArgumentException for what HTTP does not allow
     */
    public Headers withOnly(String name, String value) {
        return without(name).with(name, value);
    }

    /** These without any field of this name. */
    public Headers without(String name) {
        return contains(name)
                ? ofFields(fields.stream().filter(f -> !f.name.equalsIgnoreCase(name)).toList())
                : this;
    }

    /** These over {@code defaults}: a name that is here hides all of that name there. */
    Headers over(Headers defaults) {
        var all = new ArrayList<Field>();
        for (Field field : defaults.fields) {
            if (!contains(field.name)) {
                all.add(field);
            }
        }
        all.addAll(fields);
        return ofFields(all);
    }

    /** Whether the comma-separated list of all values of {@code name} has {@code token}. */
    boolean hasToken(String name, String token) {
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                for (String part : field.value.split(",", -1)) {
                    if (part.strip().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public Iterator<Field> iterator() {
        return fields.iterator();
    }

    /** Same fields in the same order; names without regard to case. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && folded().equals(headers.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    private List<Field> folded() {
        return fields.stream()
                .map(f -> new Field(f.name.toLowerCase(Locale.ROOT), f.value))
                .toList();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
