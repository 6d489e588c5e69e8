import org.jspecify.annotations.NullMarked;

/** The HTTP/1.1 client of asyncio4j: {@link org.asyncio4j.http.ClientSession}. */
@NullMarked
module org.asyncio4j.http {
    requires org.asyncio4j;
    requires org.eclipse.jetty.http;
    requires static org.jspecify;

    exports org.asyncio4j.http;

    // Asked only whether one exists (ParserLogging).
    uses org.slf4j.spi.SLF4JServiceProvider;
}
