package transcript;

import org.asyncio4j.Block;
import org.asyncio4j.BrokenBarrierException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.InvalidStateException;
import org.asyncio4j.QueueEmptyException;
import org.asyncio4j.QueueFullException;
import org.asyncio4j.QueueShutDownException;
import org.asyncio4j.TimeoutException;
import org.asyncio4j.VoidBlock;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Java half of a pair in {@code src/test/transcripts} prints with; {@code transcript.py}
 * there is the other half and says the rules.
 */
public final class Transcript {
    /** A program's own exception. */
    public static final class Oops extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Oops(String message) {
            super(message);
        }
    }

    /** A program's own exception that {@code catch (Exception e)} does not catch. */
    public static final class Grave extends Error {
        private static final long serialVersionUID = 1L;

        public Grave(String message) {
            super(message);
        }
    }

    private Transcript() {}

    /** Prints a line. */
    public static void say(@Nullable Object... words) {
        System.out.println(join(Stream.of(words), " "));
    }

    private static String join(Stream<?> values, String separator) {
        return values.map(Transcript::text).collect(Collectors.joining(separator));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Collection<?> values -> "[" + join(values.stream(), ", ") + "]";
            case Throwable error -> word(error);
            case null, default -> String.valueOf(value);
        };
    }

    private static String word(Throwable error) {
        return switch (error) {
            case ExceptionGroup group -> "group " + text(group.exceptions());
            case CancelledError _ -> withMessage("cancelled", error);
            case TimeoutException _ -> "timeout";
            case InvalidStateException _ -> "invalid state";
            case BrokenBarrierException _ -> "broken barrier";
            case Oops _ -> withMessage("oops", error);
            case Grave _ -> withMessage("grave", error);
            case QueueEmptyException _ -> "queue empty";
            case QueueFullException _ -> "queue full";
            case QueueShutDownException _ -> "queue shut down";
            case NoSuchElementException _ -> "lookup error";
            case IllegalArgumentException _ -> "value error";
            case IllegalStateException _, UnsupportedOperationException _ -> "runtime error";
            default -> error.getClass().getSimpleName();
        };
    }

    private static String withMessage(String word, Throwable error) {
        return error.getMessage() == null ? word : word + " " + error.getMessage();
    }

    /** The result, or the exception instead of it. */
    public static @Nullable Object outcome(Block<?, ?> work) {
        try {
            return work.await();
        } catch (Throwable e) {
            return e;
        }
    }

    /** {@link #outcome(Block)} for work without a result. */
    public static @Nullable Object outcome(VoidBlock<?> work) {
        try {
            work.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
