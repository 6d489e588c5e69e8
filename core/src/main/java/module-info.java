import org.jspecify.annotations.NullMarked;

/** asyncio for the JVM: event loop, tasks, streams and files. */
@NullMarked
module org.asyncio4j {
    requires static org.jspecify;
    requires static jdk.unsupported; // Ctrl-C; done without where it is missing

    exports org.asyncio4j;
    exports org.asyncio4j.lowlevel;
}
