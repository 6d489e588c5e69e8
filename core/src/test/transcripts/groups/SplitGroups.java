import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var inner = new ExceptionGroup("inner", List.of(new Oops("b"), new IllegalArgumentException()));
    var values = new ExceptionGroup("values", List.of(new IllegalArgumentException()));
    var group = new ExceptionGroup("outer", List.of(new Oops("a"), inner, values));
    say(group);
    var split = group.split(Oops.class);
    say(split.match());
    say(split.rest());
    say(split.match().message(), ((ExceptionGroup) split.match().exceptions().get(1)).message());
    var none = group.split(NoSuchElementException.class);
    say(none.match(), none.rest());
    say(
            group.subgroup(IllegalArgumentException.class),
            group.subgroup(NoSuchElementException.class));
    say(group.subgroup(e -> "b".equals(e.getMessage())));
    say(group.split(e -> e instanceof Oops || e instanceof IllegalArgumentException).rest());
}
