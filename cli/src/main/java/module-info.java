import org.jspecify.annotations.NullMarked;

/** The {@code asyncio} command. */
@NullMarked
module org.asyncio4j.cli {
    requires jdk.compiler;
    requires org.asyncio4j;
    requires static org.jspecify;
}
