/** What the Java programs in {@code src/test/transcripts} import besides the library. */
@NullMarked
package transcript;

import org.jspecify.annotations.NullMarked;
