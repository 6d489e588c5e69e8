import org.jspecify.annotations.NullMarked;

/** Tests of programs that use asyncio4j: a JUnit extension with a virtual clock and leak checks. */
@NullMarked
module org.asyncio4j.test {
    requires transitive org.asyncio4j;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;
    requires static org.jspecify;

    exports org.asyncio4j.test;
}
