package org.asyncio4j;

import org.asyncio4j.internal.scheduler.CallbackRunner;
import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that {@linkplain ContextVar context variables} have somewhere: in a task, in a
 * callback, or on a thread.
 *
 * <p>Code always runs in some context, and {@link ContextVar#set} changes that one:
 *
 * <ul>
 *   <li>A task has a context of its own, a copy of its creator's from when it was created, unless
 *       it was {@linkplain TaskOptions#context(Context) given one}, which is used as it is.
 *   <li>A callback runs in a copy made when it was registered, unless it was given one.
 *   <li>All runs of a {@link Runner} share one, a copy made with the loop.
 *   <li>{@link Asyncio#toThread} and {@code runInExecutor} take a copy along to the other thread.
 *   <li>Any other thread has its own, empty at first; also a virtual thread that a task starts.
 * </ul>
 *
 * <p>{@link #run} runs code in a given context:
 *
 * <pre>{@code
 * Context context = copyContext();
 * context.run(() -> user.set("guest"));
 * context.get(user);   // "guest"
 * }</pre>
 *
 * <p>Copying takes the same short time whatever is inside. A context is not to be used by two
 * threads at once; the tasks and callbacks of one loop may share one.
 *
 * <p>Models {@code contextvars.Context}. Difference: what a context runs may suspend, and others
 * cannot enter it until that has ended.
 */
public final class Context {
    /** For threads that are no strands. */
    private static final ThreadLocal<@Nullable Context> OF_THREAD = new ThreadLocal<>();

    private static final VarHandle ENTERED_FROM;

    static {
        try {
            ENTERED_FROM =
                    MethodHandles.lookup()
                            .findVarHandle(Context.class, "enteredFrom", Context.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Where {@link #run} came from if that had no context object. */
    private static final Context NOWHERE = new Context();

    /** Shared between copies and so never changed, only replaced. */
    private Map<ContextVar<?>, @Nullable Object> values;

    /** While somebody is inside {@link #run}: the context they came from. */
    private volatile @Nullable Context enteredFrom;

    /** Makes a context in which no variable has a value. */
    public Context() {
        this(Map.of());
    }

    private Context(Map<ContextVar<?>, @Nullable Object> values) {
        this.values = values;
    }

    /** A context with the same values. What is set in one of the two is not seen in the other. */
    public Context copy() {
        return new Context(values);
    }

    // ---- which context

    /** The context that the caller runs in; null stands for one that is empty. */
    static @Nullable Context currentOrNull() {
        Strand strand = Strand.current();
        if (strand != null && strand.owner() instanceof Task<?> task) {
            return task.context;
        } else if (strand != null && strand.owner() instanceof CallbackRunner runner) {
            return (Context) runner.local;
        } else {
            return OF_THREAD.get();
        }
    }

    static void setCurrent(@Nullable Context context) {
        Strand strand = Strand.current();
        if (strand != null && strand.owner() instanceof Task<?> task) {
            task.context = context;
        } else if (strand != null && strand.owner() instanceof CallbackRunner runner) {
            runner.local = context;
        } else if (context == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(context);
        }
    }

    /** The context that the caller runs in, to be changed. */
    static Context current() {
        Context context = currentOrNull();
        if (context == null) {
            context = new Context();
            setCurrent(context);
        }
        return context;
    }

    /** A copy of the context that the caller runs in; null if it is empty. */
    static @Nullable Context copyOfCurrentOrNull() {
        Context context = currentOrNull();
        return context == null || context.values.isEmpty() ? null : context.copy();
    }

    /** A copy of the context that the caller runs in. */
    static Context copyOfCurrent() {
        Context context = currentOrNull();
        return context == null ? new Context() : context.copy();
    }

    // ---- running

    /**
     * Runs the work in this context and returns its result. What the work sets stays set in this
     * context.
     *
     * @throws IllegalStateException if this is the caller's context already, or somebody else is
     *     running something in it
     */
    public <T extends @Nullable Object, X extends Throwable> T run(Block<T, X> work) throws X {
        Context before = enter();
        try {
            return Works.checked(work.await());
        } finally {
            leave(before);
        }
    }

    /** {@link #run(Block)} for work without a result. */
    public <X extends Throwable> void run(VoidBlock<X> work) throws X {
        Context before = enter();
        try {
            work.run();
        } finally {
            leave(before);
        }
    }

    private @Nullable Context enter() {
        Context before = currentOrNull();
        Context from = before == null ? NOWHERE : before;
        if (isAmong(from) || !ENTERED_FROM.compareAndSet(this, null, from)) {
            throw new IllegalStateException("cannot enter " + this + ": it is already entered");
        }
        setCurrent(this);
        return before;
    }

    /** Whether this is the context given, or one that it was entered from. */
    private boolean isAmong(Context innermost) {
        for (Context context = innermost; context != null; context = context.enteredFrom) {
            if (context == this) {
                return true;
            }
        }
        return false;
    }

    private void leave(@Nullable Context before) {
        setCurrent(before);
        enteredFrom = null;
    }

    /** Runs our own code that calls a handler of the user's, whether or not others are inside. */
    void lend(Runnable action) {
        Context before = currentOrNull();
        setCurrent(this);
        try {
            action.run();
        } finally {
            setCurrent(before);
        }
    }

    /** Makes this the context of the rest of a callback. */
    void beginCallback() {
        setCurrent(this);
    }

    // ---- values

    /** The value of a variable, {@link ContextVar#MISSING} if it has none. */
    @Nullable Object find(ContextVar<?> variable) {
        return values.getOrDefault(variable, ContextVar.MISSING);
    }

    /** Gives a variable a value, or takes it away with {@link ContextVar#MISSING}. */
    void put(ContextVar<?> variable, @Nullable Object value) {
        Map<ContextVar<?>, @Nullable Object> changed = new LinkedHashMap<>(values);
        if (value == ContextVar.MISSING) {
            changed.remove(variable);
        } else {
            changed.put(variable, value);
        }
        values = changed;
    }

    /** The value of the variable here. Null if it has none; its default does not count. */
    public <T extends @Nullable Object> @Nullable T get(ContextVar<T> variable) {
        return Works.cast(values.get(variable));
    }

    /** Whether the variable has a value here, be it null. Its default does not count. */
    public boolean contains(ContextVar<?> variable) {
        return values.containsKey(variable);
    }

    /** How many variables have values. */
    public int size() {
        return values.size();
    }

    /** The variables and their values as they are now. The map cannot be changed. */
    public Map<ContextVar<?>, @Nullable Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("<Context");
        values.forEach(
                (variable, value) ->
                        text.append(' ').append(variable.name()).append('=').append(value));
        return text.append('>').toString();
    }
}
