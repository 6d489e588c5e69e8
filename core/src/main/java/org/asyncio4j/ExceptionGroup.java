package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Several errors that happened at once. A group may hold groups, checked exceptions and errors; it
 * never changes, so any thread may use it.
 *
 * <p>{@link #handle} deals with some kinds of errors and lets the others go on, as Python's {@code
 * except*} does. Here the program ends normally if there were no errors but these two kinds:
 *
 * <pre>{@code
 * try {
 *     downloadAll();
 * } catch (ExceptionGroup group) {
 *     group.handle(IOException.class, e -> log.warn("lost a download", e))
 *             .handle(TimeoutException.class, e -> timeouts.increment())
 *             .rethrowRest();
 * }
 * }</pre>
 *
 * <p>{@link #printStackTrace} prints a tree of all that is inside. The exceptions are also
 * {@linkplain #getSuppressed suppressed} ones of the group, so that tools that know nothing of
 * groups show them.
 *
 * <p>Models {@code ExceptionGroup} and {@code BaseExceptionGroup} of Python. Differences: a
 * condition is asked about the leaves only, never about a group, because a group is a {@code
 * RuntimeException} whatever it holds; what matches as a whole is given as it is and not copied;
 * handlers are called for each leaf.
 */
@CheckReturnValue
public final class ExceptionGroup extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;
    private final Throwable[] exceptions;

    /**
     * Makes a group.
     *
     * @param message what went wrong as a whole
     * @param exceptions what it consists of, at least one
     * @throws IllegalArgumentException if there are none
     */
    public ExceptionGroup(String message, Collection<? extends Throwable> exceptions) {
        this(Objects.requireNonNull(message, "message"), exceptions.toArray(Throwable[]::new));
    }

    private ExceptionGroup(String message, Throwable[] exceptions) {
        super(message + count(exceptions.length));
        this.message = message;
        this.exceptions = exceptions;
        for (Throwable exception : exceptions) {
            addSuppressed(Objects.requireNonNull(exception, "an exception of the group"));
        }
    }

    private static String count(int size) {
        if (size == 0) {
            throw new IllegalArgumentException("a group needs at least one exception");
        }
        return size == 1 ? " (1 sub-exception)" : " (" + size + " sub-exceptions)";
    }

    /** The message without the number of exceptions that {@link #getMessage} adds. */
    public String message() {
        return message;
    }

    /** What the group consists of, in order: groups and others. Cannot be changed. */
    public List<Throwable> exceptions() {
        return Collections.unmodifiableList(Arrays.asList(exceptions));
    }

    /** The exceptions in this group and the groups inside it, in order, without the groups. */
    public List<Throwable> leaves() {
        var leaves = new ArrayList<Throwable>();
        addLeaves(leaves);
        return Collections.unmodifiableList(leaves);
    }

    private void addLeaves(List<Throwable> leaves) {
        for (Throwable exception : exceptions) {
            if (exception instanceof ExceptionGroup group) {
                group.addLeaves(leaves);
            } else {
                leaves.add(exception);
            }
        }
    }

    // ---- splitting

    /**
     * The two sides of a split. Together they have all leaves; groups are nested in each as they
     * were, without those that would be empty.
     *
     * @param match the leaves that match, null if none does
     * @param rest the other leaves, null if there are none
     */
    public record Split(@Nullable ExceptionGroup match, @Nullable ExceptionGroup rest) {}

    /**
     * Parts the leaves that are of the type from the others.
     *
     * @throws IllegalArgumentException if the type is this class: leaves are no groups
     */
    public Split split(Class<? extends Throwable> type) {
        checkLeafType(type);
        return split(type::isInstance);
    }

    /** Parts the leaves that meet the condition from the others. */
    public Split split(Predicate<? super Throwable> condition) {
        var match = new ArrayList<Throwable>();
        var rest = new ArrayList<Throwable>();
        for (Throwable exception : exceptions) {
            if (exception instanceof ExceptionGroup group) {
                Split inner = group.split(condition);
                addIfPresent(inner.match(), match);
                addIfPresent(inner.rest(), rest);
            } else {
                (condition.test(exception) ? match : rest).add(exception);
            }
        }
        return new Split(withOnly(match), withOnly(rest));
    }

    private static void addIfPresent(@Nullable ExceptionGroup group, List<Throwable> list) {
        if (group != null) {
            list.add(group);
        }
    }

    /** The leaves that are of the type, nested as they were; null if there are none. */
    public @Nullable ExceptionGroup subgroup(Class<? extends Throwable> type) {
        return split(type).match();
    }

    /** The leaves that meet the condition, nested as they were; null if there are none. */
    public @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> condition) {
        return split(condition).match();
    }

    private static void checkLeafType(Class<? extends Throwable> type) {
        if (type == ExceptionGroup.class) {
            throw new IllegalArgumentException(
                    "what is matched are the leaves of a group, and they are no groups");
        }
    }

    /** This group with some of its exceptions, or parts of them; null if there are none. */
    private @Nullable ExceptionGroup withOnly(List<Throwable> some) {
        if (some.isEmpty()) {
            return null;
        }
        if (isAll(some)) {
            return this;
        }
        var group = new ExceptionGroup(message, some);
        group.setStackTrace(getStackTrace());
        if (getCause() != null) {
            group.initCause(getCause());
        }
        otherSuppressed().forEach(group::addSuppressed);
        return group;
    }

    private boolean isAll(List<Throwable> some) {
        if (some.size() != exceptions.length) {
            return false;
        }
        for (int i = 0; i < exceptions.length; i++) {
            if (some.get(i) != exceptions[i]) {
                return false;
            }
        }
        return true;
    }

    /** What somebody else suppressed in favour of this group. */
    List<Throwable> otherSuppressed() {
        Set<Throwable> ours = Collections.newSetFromMap(new IdentityHashMap<>());
        ours.addAll(Arrays.asList(exceptions));
        return Arrays.stream(getSuppressed()).filter(error -> !ours.contains(error)).toList();
    }

    // ---- handling

    /**
     * Deals with an error.
     *
     * @param <E> the type of the error
     */
    @FunctionalInterface
    public interface Handler<E extends Throwable> {
        /** Deals with the error, or throws it again to leave it unhandled, or throws another. */
        void handle(E error) throws Throwable;
    }

    /**
     * Calls the handler at once for each leaf of the type, in order. To be ended by {@link
     * Handling#rethrowRest}, or errors get lost.
     *
     * @throws IllegalArgumentException if the type is this class: leaves are no groups
     */
    public <E extends Throwable> Handling handle(Class<E> type, Handler<? super E> handler) {
        return new Handling(this).handle(type, handler);
    }

    /** A group of which some kinds of errors have been handled. */
    @CheckReturnValue
    public static final class Handling {
        private final ExceptionGroup group;

        /** What no handler was called for. */
        private @Nullable ExceptionGroup open;

        /** What its handler threw again. */
        private final Set<Throwable> rethrown = Collections.newSetFromMap(new IdentityHashMap<>());

        /** What handlers threw otherwise. */
        private final List<Throwable> thrown = new ArrayList<>();

        private Handling(ExceptionGroup group) {
            this.group = group;
            this.open = group;
        }

        /**
         * Calls the handler at once for each leaf of the type that no handler was called for yet.
         *
         * <p>What a handler throws does not keep it from being called for the next leaf. Exceptions
         * are a {@link CancelledError}, which ends the work as always, and a {@link
         * VirtualMachineError}; the group becomes a suppressed exception of those.
         *
         * @throws IllegalArgumentException if the type is {@code ExceptionGroup}: leaves are no
         *     groups
         */
        public <E extends Throwable> Handling handle(Class<E> type, Handler<? super E> handler) {
            Objects.requireNonNull(handler, "handler");
            checkLeafType(type);
            if (open != null) {
                Split split = open.split(type);
                open = split.rest();
                if (split.match() != null) {
                    split.match().leaves().forEach(leaf -> call(handler, type.cast(leaf)));
                }
            }
            return this;
        }

        private <E extends Throwable> void call(Handler<? super E> handler, E leaf) {
            try {
                handler.handle(leaf);
            } catch (Throwable e) {
                if (e == leaf) {
                    rethrown.add(e);
                } else if (e instanceof CancelledError || e instanceof VirtualMachineError) {
                    e.addSuppressed(group);
                    throw Works.sneaky(e);
                } else {
                    thrown.add(e);
                }
            }
        }

        /**
         * Throws what was not handled: the group without the leaves that were. If handlers threw
         * other errors, a new group of these and of what was not handled. If nothing is left,
         * returns.
         */
        public void rethrowRest() {
            if (open != null) {
                rethrown.addAll(open.leaves());
            }
            ExceptionGroup rest = group.subgroup(rethrown::contains);
            if (!thrown.isEmpty()) {
                addIfPresent(rest, thrown);
                throw new ExceptionGroup("errors while handling: " + group.message, thrown);
            }
            if (rest != null) {
                throw rest;
            }
        }
    }

    // ---- printing

    @Override
    public void printStackTrace(PrintStream stream) {
        stream.print(GroupPrinter.print(this));
    }

    @Override
    public void printStackTrace(PrintWriter writer) {
        writer.print(GroupPrinter.print(this));
    }
}
