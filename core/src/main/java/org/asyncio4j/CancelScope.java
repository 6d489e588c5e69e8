package org.asyncio4j;

import org.asyncio4j.internal.scheduler.TimerCallback;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A stretch of a task that can be cancelled as one, by a call or by a deadline, together with the
 * tasks of every {@link TaskGroup} opened in it. Made by {@link Asyncio#cancelScope}, {@link
 * Asyncio#moveOnAfter} and {@link Asyncio#failAfter}.
 *
 * <pre>{@code
 * boolean finished = moveOnAfter(seconds(5), scope -> {
 *     scope.setShielding(true);    // clean up, whoever cancels, but not for ever
 *     writer.close();
 * });
 * }</pre>
 *
 * <p>Unlike {@link Task#cancel}, which raises one {@link CancelledError}, a cancelled scope stays
 * cancelled: every suspension point in it raises again, so that nobody can swallow the cancel and
 * go on for ever. What does not have to suspend is no suspension point. The error ends at the
 * outermost cancelled scope, which then counts as {@link #cancelledCaught}; work that ends by
 * itself gives its result, cancelled or not. An error that comes of a {@link Task#cancel} besides
 * goes on.
 *
 * <p>A shield keeps off what comes from outside of the scope: cancels of enclosing scopes, and
 * those of the task itself, which is told when it leaves the shield. The tasks of a group inside
 * are shielded from enclosing scopes too, but not from a cancel of their own.
 *
 * <p>Confined to the loop. Models trio's {@code CancelScope}; asyncio has nothing like it.
 */
public final class CancelScope {
    private static final long NEVER = Long.MAX_VALUE;

    private final Task<?> host;
    private final @Nullable CancelScope parent;
    private final int requestsBefore;

    /** The tasks that were born in this scope, in groups. Null until there is one. */
    private @Nullable Set<Task<?>> members;

    /** The scopes inside that are entered. Null until there is one. */
    private @Nullable List<CancelScope> inner;

    /** What the shield keeps off. Null until there is something. */
    private @Nullable List<Cancellation> held;

    private @Nullable Cancellation cancellation;

    /** The error that ended here. */
    private @Nullable Throwable caught;

    private boolean shielding;
    private boolean left;
    private long deadline = NEVER;
    private @Nullable TimerCallback timer;

    private CancelScope() {
        this.host = Task.currentForSuspending();
        this.parent = host.scope();
        this.requestsBefore = host.cancelRequestsBefore();
    }

    // ---- running blocks of any kind in a scope; the deadline is a time of the loop

    /** Runs the block and returns its result, empty if the scope caught a cancel. */
    static <T> Optional<T> moveOn(long deadline, Object block) {
        return Optional.ofNullable(Works.cast(new CancelScope().run(deadline, block)));
    }

    /** Runs the block and tells whether it came to its end. */
    static boolean moveOnVoid(long deadline, Object block) {
        var scope = new CancelScope();
        scope.run(deadline, block);
        return !scope.cancelledCaught();
    }

    /** Runs the block and throws if the scope caught a cancel. */
    static <T extends @Nullable Object> T fail(long deadline, Object block) {
        var scope = new CancelScope();
        Object result = scope.run(deadline, block);
        if (scope.caught != null) {
            throw new TimeoutException("the work was " + scope.cancellation, scope.caught);
        }
        return Works.cast(result);
    }

    private @Nullable Object run(long when, Object block) {
        enter(when);
        try {
            return Works.run(block, this);
        } catch (Throwable e) {
            if (!host.isFromCancel(e) || !catches()) {
                throw Works.sneaky(e);
            }
            caught = e;
            return null;
        } finally {
            leave();
        }
    }

    private void enter(long when) {
        if (parent != null) {
            parent.addInner(this);
        }
        host.countBlock(1);
        host.enter(this);
        schedule(when);
    }

    /** An enclosing scope that is cancelled, or a cancel of the task itself, has precedence. */
    private boolean catches() {
        return cancellation != null
                && outerCancellation() == null
                && host.cancelRequests() <= requestsBefore;
    }

    private void leave() {
        left = true;
        stopTimer();
        if (parent != null && parent.inner != null) {
            parent.inner.remove(this);
        }
        host.countBlock(-1);
        host.enter(parent);
        releaseHeld();
    }

    // ---- cancelling

    /** Cancels the scope. See {@link #cancel(String)}. */
    public void cancel() {
        cancel(null);
    }

    /**
     * Cancels the scope: whatever suspends in it, now or later, gets a {@link CancelledError}. Does
     * nothing if it is cancelled or left already.
     *
     * @param reason the message of the errors
     */
    public void cancel(@Nullable String reason) {
        cancelWith(Cancellation.here(reason));
    }

    private void cancelWith(Cancellation request) {
        assert host.loop.isConfined() : "a scope was cancelled off its loop";
        if (cancellation == null && !left) {
            cancellation = request;
            stopTimer();
            tellTasks(request);
        }
    }

    private void tellTasks(Cancellation request) {
        tellIfHere(host, request);
        if (members != null) {
            members.forEach(member -> tellIfHere(member, request));
        }
        if (inner != null) {
            for (CancelScope scope : inner) {
                if (!scope.shielding) {
                    scope.tellTasks(request);
                }
            }
        }
    }

    /** Those that are in a scope inside of this one are told through that one. */
    private void tellIfHere(Task<?> task, Cancellation request) {
        if (task.scope() == this) {
            task.scopeCancelled(request);
        }
    }

    /** Whether {@link #cancel} was called or the deadline has passed. */
    public boolean isCancelled() {
        return cancellation != null;
    }

    /** Whether the work ended because the scope was cancelled, and the error ended here. */
    public boolean cancelledCaught() {
        return caught != null;
    }

    /** What a suspension point in this scope has to raise. */
    @Nullable Cancellation effectiveCancellation() {
        return cancellation != null ? cancellation : outerCancellation();
    }

    private @Nullable Cancellation outerCancellation() {
        return shielding || parent == null ? null : parent.effectiveCancellation();
    }

    // ---- the deadline

    /** The deadline, a time of the loop's clock; null if there is none. */
    public @Nullable Duration deadline() {
        return deadline == NEVER ? null : Duration.ofNanos(deadline);
    }

    /**
     * Sets the deadline to a time of the loop's clock. One that has passed cancels the scope at
     * once; a scope that is cancelled stays so.
     *
     * @param when null for no deadline
     */
    public void setDeadline(@Nullable Duration when) {
        schedule(when == null ? NEVER : Loop.nanos(when));
    }

    /** Sets the deadline to a time from now. */
    public void setTimeout(Duration fromNow) {
        schedule(host.loop.fromNow(fromNow));
    }

    private void schedule(long when) {
        deadline = when;
        stopTimer();
        if (when == NEVER || cancellation != null || left) {
            return;
        }
        if (when <= host.loop.scheduler.nanoTime()) {
            expire();
        } else {
            timer = host.loop.scheduler.callAt(when, this::expire);
        }
    }

    private void expire() {
        cancelWith(Cancellation.byBlock("the deadline of a scope", parent));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The earliest deadline that holds where the current task is; now if it is cancelled. */
    static Optional<Duration> currentEffectiveDeadline() {
        Task<?> task = Task.currentForSuspending();
        long earliest = NEVER;
        for (CancelScope s = task.scope(); s != null; s = s.shielding ? null : s.parent) {
            if (s.cancellation != null) {
                return Optional.of(task.loop.time());
            }
            earliest = Math.min(earliest, s.deadline);
        }
        return earliest == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(earliest));
    }

    // ---- the shield

    /** Whether the scope is shielded from what comes from outside. */
    public boolean isShielding() {
        return shielding;
    }

    /** Raises or drops the shield. What it has kept off takes effect when it is dropped. */
    public void setShielding(boolean on) {
        shielding = on;
        host.tellStrand();
        if (on) {
            host.shieldRaised();
        } else {
            Cancellation outer = outerCancellation();
            if (outer != null && !left) {
                tellTasks(outer);
            }
            releaseHeld();
        }
    }

    void hold(Cancellation request) {
        if (held == null) {
            held = new ArrayList<>();
        }
        held.add(request);
    }

    int held() {
        return held == null ? 0 : held.size();
    }

    boolean dropHeld(Cancellation request) {
        return held != null && held.removeIf(each -> each == request);
    }

    void dropLastHeld() {
        Objects.requireNonNull(held).removeLast();
    }

    private void releaseHeld() {
        List<Cancellation> requests = held;
        held = null;
        if (requests != null) {
            requests.forEach(host::accept);
        }
    }

    // ---- who is in it

    boolean isOf(Task<?> task) {
        return host == task;
    }

    @Nullable CancelScope parent() {
        return parent;
    }

    private void addInner(CancelScope scope) {
        if (inner == null) {
            inner = new ArrayList<>(1);
        }
        inner.add(scope);
    }

    void add(Task<?> member) {
        if (members == null) {
            members = new LinkedHashSet<>();
        }
        members.add(member);
    }

    void remove(Task<?> member) {
        if (members != null) {
            members.remove(member);
        }
    }

    @Override
    public String toString() {
        String state =
                caught != null
                        ? "caught"
                        : cancellation != null ? "cancelled" : left ? "left" : "active";
        return "<CancelScope "
                + state
                + (deadline == NEVER ? "" : " deadline=" + Duration.ofNanos(deadline))
                + (shielding ? " shielding" : "")
                + ">";
    }
}
