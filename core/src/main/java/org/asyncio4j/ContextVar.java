package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * A variable that each task has its own value of, such as the user on whose behalf it works.
 *
 * <p>A task begins with the values its creator had at that moment. What it sets later is seen by
 * what it calls, and by tasks and callbacks it makes from then on, but not by its creator or
 * siblings. {@link Context} has the rules for callbacks and threads.
 *
 * <pre>{@code
 * static final ContextVar<String> USER = ContextVar.withDefault("user", "nobody");
 *
 * void serve(Request request) {
 *     USER.with(request.user(), () -> {
 *         gather(this::loadOrders, this::loadMessages);   // USER.get() is the user in both
 *     });
 * }
 * }</pre>
 *
 * <p>Any thread may use a variable. Variables are meant to be constants: a context holds on to its
 * variables and their values.
 *
 * <p>Models {@code contextvars.ContextVar}. A {@link ThreadLocal} in a task is private to the task
 * too, but is not passed on to what the task creates.
 *
 * @param <T> the type of the value
 */
public final class ContextVar<T extends @Nullable Object> {
    /** Stands for no value, as null is one. */
    static final Object MISSING = new Object();

    private final String name;
    private final @Nullable Object defaultValue;

    private ContextVar(String name, @Nullable Object defaultValue) {
        this.name = Objects.requireNonNull(name, "name");
        this.defaultValue = defaultValue;
    }

    /** Makes a variable without a default. */
    public static <T extends @Nullable Object> ContextVar<T> of(String name) {
        return new ContextVar<>(name, MISSING);
    }

    /** Makes a variable with a value for where none is set. */
    public static <T extends @Nullable Object> ContextVar<T> withDefault(String name, T value) {
        return new ContextVar<>(name, value);
    }

    /** The name, for messages. It need not be unique. */
    public String name() {
        return name;
    }

    /**
     * The value in the current context, or else the default.
     *
     * @throws NoSuchElementException if there is neither
     */
    public T get() {
        Object value = find();
        if (value == MISSING) {
            value = defaultValue;
        }
        if (value == MISSING) {
            throw new NoSuchElementException(
                    "the context variable '" + name + "' has no value here and no default");
        }
        return Works.cast(value);
    }

    /** The value in the current context, or else what is given here, whatever the default. */
    public T getOr(T otherwise) {
        Object value = find();
        return value == MISSING ? otherwise : Works.cast(value);
    }

    private @Nullable Object find() {
        Context context = Context.currentOrNull();
        return context == null ? MISSING : context.find(this);
    }

    /**
     * Sets the value in the current context.
     *
     * @return what {@link #reset} needs to undo this
     */
    public Token<T> set(T value) {
        Context context = Context.current();
        var token = new Token<>(this, context, context.find(this));
        context.put(this, value);
        return token;
    }

    /**
     * Gives the variable the value, or none, that it had before a {@link #set}.
     *
     * @throws IllegalStateException if the token has been used
     * @throws IllegalArgumentException if the token comes from another variable, or the {@code set}
     *     was in another context
     */
    public void reset(Token<T> token) {
        if (token.used) {
            throw new IllegalStateException(token + " has already been used once");
        }
        if (token.variable != this) {
            throw new IllegalArgumentException(token + " was created by a different ContextVar");
        }
        if (token.context != Context.currentOrNull()) {
            throw new IllegalArgumentException(token + " was created in a different Context");
        }
        token.used = true;
        token.context.put(this, token.old);
    }

    /**
     * Does the work with the variable set, and resets it whatever the outcome. This is the way that
     * cannot be forgotten to undo.
     */
    public <R extends @Nullable Object, X extends Throwable> R with(T value, Block<R, X> work)
            throws X {
        Token<T> token = set(value);
        try {
            return Works.checked(work.await());
        } finally {
            reset(token);
        }
    }

    /** {@link #with(Object, Block)} for work without a result. */
    public <X extends Throwable> void with(T value, VoidBlock<X> work) throws X {
        Token<T> token = set(value);
        try {
            work.run();
        } finally {
            reset(token);
        }
    }

    @Override
    public String toString() {
        String otherwise = defaultValue == MISSING ? "" : " default=" + defaultValue;
        return "<ContextVar name='" + name + "'" + otherwise + ">";
    }

    /**
     * Remembers what a variable was before a {@link ContextVar#set}. Can be used once.
     *
     * @param <T> the type of the value
     */
    public static final class Token<T extends @Nullable Object> {
        private final ContextVar<T> variable;
        private final Context context;
        private final @Nullable Object old;
        private boolean used;

        private Token(ContextVar<T> variable, Context context, @Nullable Object old) {
            this.variable = variable;
            this.context = context;
            this.old = old;
        }

        /** The variable that was set. */
        public ContextVar<T> variable() {
            return variable;
        }

        /** Whether the variable had a value before, be it null. A default does not count. */
        public boolean hasOldValue() {
            return old != MISSING;
        }

        /** The value before; null if there was none. */
        public @Nullable T oldValue() {
            return hasOldValue() ? Works.<T>cast(old) : null;
        }

        @Override
        public String toString() {
            return "<Token " + (used ? "used " : "") + "var=" + variable + ">";
        }
    }
}
