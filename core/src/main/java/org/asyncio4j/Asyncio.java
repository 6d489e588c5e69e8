package org.asyncio4j;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.TaskFactory;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Everything a program says to asyncio, to be imported statically:
 *
 * <pre>{@code
 * import org.asyncio4j.*;
 * import static org.asyncio4j.Asyncio.*;
 *
 * void main() {
 *     run(() -> {
 *         IO.println("Hello ...");
 *         sleep(seconds(1));
 *         IO.println("... World!");
 *     });
 * }
 * }</pre>
 *
 * <p>Calls that suspend look like calls. They suspend the current task only, are cancellation
 * points, and throw {@link IllegalStateException} where no task runs. Where a parameter is a {@link
 * Block}, a lambda, a method reference, a {@link Coroutine}, a {@link Task} or a {@link Future}
 * will do.
 */
public final class Asyncio extends NetworkFunctions {
    private Asyncio() {}

    // ---- running

    /**
     * Runs the main function on a new loop, closes the loop, and returns the result or throws what
     * the function threw. Tasks that are left are cancelled and waited for.
     *
     * @throws KeyboardInterrupt if Ctrl-C cancelled it
     * @throws IllegalStateException if a loop runs on this thread already
     */
    public static <T extends @Nullable Object, X extends Throwable> T run(Block<T, X> main)
            throws X {
        try (var runner = Runner.open()) {
            return runner.run(main);
        }
    }

    /** {@link #run(Block)} for a main function without a result. */
    public static <X extends Throwable> void run(VoidBlock<X> main) throws X {
        try (var runner = Runner.open()) {
            runner.run(main);
        }
    }

    /** Makes a loop. For libraries; programs {@link #run}. */
    public static EventLoop newEventLoop() {
        return Loop.defaultFactory.get();
    }

    /** Makes a loop with a clock of its own. */
    public static EventLoop newEventLoop(Clock clock) {
        return new Loop(clock);
    }

    /**
     * The loop that the calling task or callback runs on.
     *
     * @throws IllegalStateException if there is none
     */
    public static EventLoop getRunningLoop() {
        return Loop.running();
    }

    // ---- coroutines and awaiting

    /** Describes work to be awaited, or given to a task, later. Nothing runs yet. */
    public static <T extends @Nullable Object> Coroutine<T> async(Block<T, ?> body) {
        return new Coroutine<>(body);
    }

    /** {@link #async(Block)} for work without a result. */
    public static Coroutine<Void> async(VoidBlock<?> body) {
        return new Coroutine<>(body);
    }

    /**
     * Suspends until the result is there and returns it. What the work failed with is thrown as it
     * is, checked exceptions included: to catch one by name, see {@link #await(Awaitable, Class)}.
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        return awaitable.await();
    }

    /**
     * {@link #await(Awaitable)} that declares what it may throw, so that the compiler lets it be
     * caught: {@code try { await(fetch(), IOException.class); } catch (IOException e) { ... }}
     */
    public static <T extends @Nullable Object, X extends Throwable> T await(
            Awaitable<T> awaitable, Class<X> mayThrow) throws X {
        return awaitable.await();
    }

    /**
     * Suspends until the stage is complete. Its failure is thrown without the {@code
     * CompletionException} around it. Cancelling the task cancels the stage's future.
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return Bridges.await(stage);
    }

    /** {@link #await(CompletionStage)}, needed because such a future is of two kinds. */
    public static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        return Bridges.await((CompletionStage<T>) future);
    }

    /**
     * Suspends until the future is done, with a virtual thread waiting for it. Its failure is
     * thrown without the {@code ExecutionException} around it. Cancelling the task cancels the
     * future.
     */
    public static <T extends @Nullable Object> T await(java.util.concurrent.Future<T> future) {
        return Bridges.await(future);
    }

    /** Does nothing but declare an exception, so that a {@code catch} for it compiles. */
    public static <X extends Throwable> void mayThrow(Class<X> type) throws X {}

    // ---- tasks

    /** Starts a task for the work. It begins in the loop's next iteration. */
    public static <T extends @Nullable Object> Task<T> createTask(Block<T, ?> body) {
        return Loop.running().newTask(body, TaskOptions.DEFAULT);
    }

    /** {@link #createTask(Block)} for work without a result. */
    public static Task<Void> createTask(VoidBlock<?> body) {
        return Loop.running().newTask(body, TaskOptions.DEFAULT);
    }

    /** {@link #createTask(Block)} with options, such as {@link #named}. */
    public static <T extends @Nullable Object> Task<T> createTask(
            TaskOptions options, Block<T, ?> body) {
        return Loop.running().newTask(body, options);
    }

    /** {@link #createTask(VoidBlock)} with options, such as {@link #named}. */
    public static Task<Void> createTask(TaskOptions options, VoidBlock<?> body) {
        return Loop.running().newTask(body, options);
    }

    /** Options that give a task a name. */
    public static TaskOptions named(String name) {
        return TaskOptions.DEFAULT.named(name);
    }

    /** Options that let a task take its first step at once: see {@link TaskOptions#eager}. */
    public static TaskOptions eager() {
        return TaskOptions.DEFAULT.eager();
    }

    /** Options that let a task begin later, even if the loop's task factory is eager. */
    public static TaskOptions lazy() {
        return TaskOptions.DEFAULT.lazy();
    }

    /** A task factory that starts all tasks eagerly, except those made with {@link #lazy}. */
    public static TaskFactory eagerTaskFactory() {
        return (loop, work, options) ->
                Task.of(loop, work, options.isEager() == null ? options.eager() : options);
    }

    /** The work itself if it is a future, or else a task for it. */
    public static <T extends @Nullable Object> Future<T> ensureFuture(Block<T, ?> work) {
        return Loop.running().taskMaker.ensureFuture(work);
    }

    /** {@link #ensureFuture(Block)} for work without a result. */
    public static Future<Void> ensureFuture(VoidBlock<?> work) {
        return Loop.running().taskMaker.ensureFuture(work);
    }

    /**
     * A future that ends as the stage does, on any thread. Cancelling it cancels the stage's
     * future.
     */
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletionStage<T> stage) {
        return Bridges.wrap(stage);
    }

    /** {@link #wrapFuture(CompletionStage)}, needed because such a future is of two kinds. */
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletableFuture<T> future) {
        return Bridges.wrap((CompletionStage<T>) future);
    }

    /**
     * A future that ends as the other one does, which a virtual thread waits for. Cancelling it
     * cancels the other one.
     */
    public static <T extends @Nullable Object> Future<T> wrapFuture(
            java.util.concurrent.Future<T> future) {
        return Bridges.wrap(future);
    }

    /** A copy of the context that the caller runs in: the values of all context variables. */
    public static Context copyContext() {
        return Context.copyOfCurrent();
    }

    /** The task that calls, null in a callback and where no loop runs. */
    public static @Nullable Task<?> currentTask() {
        return Task.currentOrNull();
    }

    /** The tasks of the running loop that are not done, oldest first. */
    public static Set<Task<?>> allTasks() {
        return new LinkedHashSet<>(Loop.running().tasks());
    }

    /** {@link #allTasks()} of a loop that may run on another thread; for diagnosis. */
    public static Set<Task<?>> allTasks(EventLoop loop) {
        return new LinkedHashSet<>(((Loop) loop).tasks());
    }

    /**
     * Runs the work as a task of a loop that runs on another thread. Cancelling the future cancels
     * the task.
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            EventLoop loop, Block<T, ?> work) {
        return Bridges.runThreadsafe((Loop) loop, work);
    }

    /** {@link #runCoroutineThreadsafe(EventLoop, Block)} for work without a result. */
    public static CompletableFuture<Void> runCoroutineThreadsafe(
            EventLoop loop, VoidBlock<?> work) {
        return Bridges.runThreadsafe((Loop) loop, work);
    }

    // ---- gathering

    /** Nothing to gather. */
    public static <T extends @Nullable Object> List<T> gather() {
        return List.of();
    }

    /**
     * Runs the works concurrently and returns their results in the order of the arguments.
     *
     * <p>The first error is thrown at once; the other works go on. Cancelling the task that gathers
     * cancels the works that are not done, and the call ends when the first of them has.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> List<T> gather(Block<? extends T, ?>... works) {
        return Asyncio.<T>gatherAll(Arrays.asList(works));
    }

    /** {@link #gather(Block...)} for works without results. */
    public static void gather(VoidBlock<?>... works) {
        gatherAll(Arrays.asList(works));
    }

    /** {@link #gather(Block...)} for any number of works. */
    public static <T extends @Nullable Object> List<T> gather(
            Collection<? extends Block<? extends T, ?>> works) {
        return Asyncio.<T>gatherAll(works);
    }

    /**
     * Runs the works concurrently and returns how each ended, in the order of the arguments: {@code
     * gather} with {@code return_exceptions=True}.
     *
     * <p>Cancelling the task that gathers cancels the works that are not done, and the call ends
     * with {@link CancelledError} when all have ended.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(
            Block<? extends T, ?>... works) {
        return GatherFuture.<T>outcomes(Loop.running(), Arrays.asList(works)).await();
    }

    /** {@link #gatherOutcomes(Block...)} for any number of works. */
    public static <T extends @Nullable Object> List<Outcome<T>> gatherOutcomes(
            Collection<? extends Block<? extends T, ?>> works) {
        return GatherFuture.<T>outcomes(Loop.running(), works).await();
    }

    private static <T extends @Nullable Object> List<T> gatherAll(Collection<?> works) {
        return GatherFuture.<T>of(Loop.running(), works).await();
    }

    /** {@link #gather(Block...)} for two works, whose results are combined. */
    @SuppressWarnings("unchecked")
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    R extends @Nullable Object>
            R gather(
                    Block<? extends A, ?> a,
                    Block<? extends B, ?> b,
                    BiFunction<? super A, ? super B, ? extends R> combine) {
        List<@Nullable Object> all = gatherAll(List.of(a, b));
        return combine.apply((A) all.get(0), (B) all.get(1));
    }

    /** {@link #gather(Block...)} for three works, whose results are combined. */
    @SuppressWarnings("unchecked")
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            R gather(
                    Block<? extends A, ?> a,
                    Block<? extends B, ?> b,
                    Block<? extends C, ?> c,
                    Function3<? super A, ? super B, ? super C, ? extends R> combine) {
        List<@Nullable Object> all = gatherAll(List.of(a, b, c));
        return combine.apply((A) all.get(0), (B) all.get(1), (C) all.get(2));
    }

    /** {@link #gather(Block...)} for four works, whose results are combined. */
    @SuppressWarnings("unchecked")
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            R gather(
                    Block<? extends A, ?> a,
                    Block<? extends B, ?> b,
                    Block<? extends C, ?> c,
                    Block<? extends D, ?> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends R> combine) {
        List<@Nullable Object> all = gatherAll(List.of(a, b, c, d));
        return combine.apply((A) all.get(0), (B) all.get(1), (C) all.get(2), (D) all.get(3));
    }

    /** {@link #gather(Block...)} for five works, whose results are combined. */
    @SuppressWarnings("unchecked")
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            R gather(
                    Block<? extends A, ?> a,
                    Block<? extends B, ?> b,
                    Block<? extends C, ?> c,
                    Block<? extends D, ?> d,
                    Block<? extends E, ?> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R>
                            combine) {
        List<@Nullable Object> all = gatherAll(List.of(a, b, c, d, e));
        return combine.apply(
                (A) all.get(0), (B) all.get(1), (C) all.get(2), (D) all.get(3), (E) all.get(4));
    }

    // ---- waiting

    /**
     * Suspends for the given time. A time that is zero or less lets every other ready task run
     * once.
     */
    public static void sleep(Duration duration) {
        Sleeping.sleep(duration);
    }

    /** Waits until all futures are done. Their errors are not thrown. */
    public static <F extends Future<?>> WaitResult<F> waitAll(Collection<? extends F> futures) {
        return Waiting.wait(futures, Waiting.Until.ALL_COMPLETED, null);
    }

    /** {@link #waitAll(Collection)} for at most the given time. Nothing is cancelled. */
    public static <F extends Future<?>> WaitResult<F> waitAll(
            Collection<? extends F> futures, Duration timeout) {
        return Waiting.wait(futures, Waiting.Until.ALL_COMPLETED, timeout);
    }

    /** Waits until one of the futures is done. */
    public static <F extends Future<?>> WaitResult<F> waitAny(Collection<? extends F> futures) {
        return Waiting.wait(futures, Waiting.Until.FIRST_COMPLETED, null);
    }

    /** {@link #waitAny(Collection)} for at most the given time. Nothing is cancelled. */
    public static <F extends Future<?>> WaitResult<F> waitAny(
            Collection<? extends F> futures, Duration timeout) {
        return Waiting.wait(futures, Waiting.Until.FIRST_COMPLETED, timeout);
    }

    /** Waits until one of the futures has failed, other than by a cancel, or all are done. */
    public static <F extends Future<?>> WaitResult<F> waitFirstException(
            Collection<? extends F> futures) {
        return Waiting.wait(futures, Waiting.Until.FIRST_EXCEPTION, null);
    }

    /** {@link #waitFirstException(Collection)} for at most the given time. Nothing is cancelled. */
    public static <F extends Future<?>> WaitResult<F> waitFirstException(
            Collection<? extends F> futures, Duration timeout) {
        return Waiting.wait(futures, Waiting.Until.FIRST_EXCEPTION, timeout);
    }

    /**
     * Gives the works as they complete; those that are not futures become tasks. See {@link
     * AsCompleted}.
     */
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Block<? extends T, ?>> works) {
        return AsCompleted.of(works, null);
    }

    /** {@link #asCompleted(Collection)} with a limit on the time until the last is complete. */
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Block<? extends T, ?>> works, Duration timeout) {
        return AsCompleted.of(works, timeout);
    }

    /**
     * Waits for the work without passing a cancel on to it: if the caller is cancelled, the call
     * throws and the work goes on. Work that is not a future becomes a task.
     *
     * <p>An error of the work after such a cancel goes to the loop's exception handler. To protect
     * a stretch of the current task itself, use {@link CancelScope#setShielding}.
     */
    public static <T extends @Nullable Object, X extends Throwable> T shield(Block<T, X> work)
            throws X {
        return Shielding.shield(work);
    }

    /** {@link #shield(Block)} for work without a result. */
    public static <X extends Throwable> void shield(VoidBlock<X> work) throws X {
        Shielding.shield(work);
    }

    /**
     * Starts the works one after the other, each when the one before has failed or the delay has
     * passed, until one succeeds. The others are cancelled and waited for.
     *
     * @param delay null to wait for each to fail
     */
    public static <T extends @Nullable Object> RaceResult<T> staggeredRace(
            List<? extends Block<? extends T, ?>> works, @Nullable Duration delay) {
        return StaggeredRace.run(works, delay);
    }

    /**
     * Goes on with one of the cases, the first that can: takes what it waits for, does its work in
     * the current task, and returns its result. See {@link Select} for the cases.
     *
     * @throws EndOfChannelException if the case is an {@code onReceive} whose channel has ended
     * @throws BrokenChannelException if the case is an {@code onSend} that nobody will receive
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T extends @Nullable Object, X extends Throwable> T select(
            Select.Case<? extends T, ? extends X>... cases) throws X {
        return Select.run(Arrays.asList(cases));
    }

    /** {@link #select(Select.Case...)} for any number of cases. */
    public static <T extends @Nullable Object, X extends Throwable> T select(
            List<? extends Select.Case<? extends T, ? extends X>> cases) throws X {
        return Select.run(cases);
    }

    // ---- time limits

    /**
     * Does the work in the current task, with a time limit: when it is up, the work is cancelled,
     * waited for, and the call throws. Work that swallows the cancel and returns a value returns
     * it.
     *
     * <p>With a limit of zero or less, a future that is done gives its result, one that is not is
     * cancelled, and other work does not begin.
     *
     * @param timeout null for no limit
     * @throws TimeoutException if the time was up
     */
    public static <T extends @Nullable Object, X extends Throwable> T waitFor(
            Block<T, X> work, @Nullable Duration timeout) throws X {
        return Timeout.waitFor(work, timeout);
    }

    /** {@link #waitFor(Block, Duration)} for work without a result. */
    public static <X extends Throwable> void waitFor(VoidBlock<X> work, @Nullable Duration timeout)
            throws X {
        Timeout.waitFor(work, timeout);
    }

    /**
     * Does the work in the current task, with a time limit: when it is up, the task is cancelled at
     * its next suspension point and the cancel comes out as an exception. See {@link Timeout}.
     *
     * @param limit null for none
     * @throws TimeoutException if the time was up
     */
    public static <T extends @Nullable Object, X extends Throwable> T timeout(
            @Nullable Duration limit, Block<T, X> work) throws X {
        return Timeout.run(limit, work);
    }

    /** {@link #timeout(Duration, Block)} for work without a result. */
    public static <X extends Throwable> void timeout(@Nullable Duration limit, VoidBlock<X> work)
            throws X {
        Timeout.run(limit, work);
    }

    /** {@link #timeout(Duration, Block)} for work that may change the limit. */
    public static <T extends @Nullable Object, X extends Throwable> T timeout(
            @Nullable Duration limit, ScopedBlock<Timeout, T, X> work) throws X {
        return Timeout.run(limit, work);
    }

    /** {@link #timeout(Duration, Block)} for work without a result that may change the limit. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <X extends Throwable> void timeout(
            @Nullable Duration limit, ScopedVoidBlock<Timeout, X> work) throws X {
        Timeout.run(limit, work);
    }

    /**
     * {@link #timeout(Duration, Block)} that ends at a time of the loop's clock.
     *
     * @param when null for never
     */
    public static <T extends @Nullable Object, X extends Throwable> T timeoutAt(
            @Nullable Duration when, Block<T, X> work) throws X {
        return Timeout.runUntil(when, work);
    }

    /** {@link #timeoutAt(Duration, Block)} for work without a result. */
    public static <X extends Throwable> void timeoutAt(@Nullable Duration when, VoidBlock<X> work)
            throws X {
        Timeout.runUntil(when, work);
    }

    /** {@link #timeoutAt(Duration, Block)} for work that may change the limit. */
    public static <T extends @Nullable Object, X extends Throwable> T timeoutAt(
            @Nullable Duration when, ScopedBlock<Timeout, T, X> work) throws X {
        return Timeout.runUntil(when, work);
    }

    /** {@link #timeoutAt(Duration, Block)} for work without a result that may change the limit. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <X extends Throwable> void timeoutAt(
            @Nullable Duration when, ScopedVoidBlock<Timeout, X> work) throws X {
        Timeout.runUntil(when, work);
    }

    // ---- task groups and scopes

    /**
     * Runs the body with a group of tasks and waits for all of them. See {@link TaskGroup}.
     *
     * @return the body's result; null if {@link TaskGroup#cancel} ended it early
     * @throws ExceptionGroup with everything that the body and the tasks failed with
     */
    public static <T extends @Nullable Object> T taskGroup(ScopedBlock<TaskGroup, T, ?> body) {
        return TaskGroup.run(body);
    }

    /** {@link #taskGroup(ScopedBlock)} for a body without a result. */
    public static void taskGroup(ScopedVoidBlock<TaskGroup, ?> body) {
        TaskGroup.run(body);
    }

    /**
     * Runs the body in a scope that can be cancelled. See {@link CancelScope}.
     *
     * @return the body's result, empty if the scope was cancelled and caught it
     */
    public static <T, X extends Throwable> Optional<T> cancelScope(
            ScopedBlock<CancelScope, ? extends @Nullable T, X> body) throws X {
        return CancelScope.moveOn(Long.MAX_VALUE, body);
    }

    /**
     * {@link #cancelScope(ScopedBlock)} for a body without a result.
     *
     * @return whether the body came to its end
     */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <X extends Throwable> boolean cancelScope(ScopedVoidBlock<CancelScope, X> body)
            throws X {
        return CancelScope.moveOnVoid(Long.MAX_VALUE, body);
    }

    /**
     * Does the work in a scope that is cancelled after the given time, and goes on after it. See
     * {@link CancelScope}.
     *
     * @return the result, empty if the time was up first
     */
    public static <T, X extends Throwable> Optional<T> moveOnAfter(
            Duration limit, Block<? extends @Nullable T, X> work) throws X {
        return CancelScope.moveOn(Loop.running().fromNow(limit), work);
    }

    /**
     * {@link #moveOnAfter(Duration, Block)} for work without a result.
     *
     * @return whether the work came to its end
     */
    public static <X extends Throwable> boolean moveOnAfter(Duration limit, VoidBlock<X> work)
            throws X {
        return CancelScope.moveOnVoid(Loop.running().fromNow(limit), work);
    }

    /** {@link #moveOnAfter(Duration, Block)} for work that is told its scope. */
    public static <T, X extends Throwable> Optional<T> moveOnAfter(
            Duration limit, ScopedBlock<CancelScope, ? extends @Nullable T, X> work) throws X {
        return CancelScope.moveOn(Loop.running().fromNow(limit), work);
    }

    /** {@link #moveOnAfter(Duration, VoidBlock)} for work that is told its scope. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <X extends Throwable> boolean moveOnAfter(
            Duration limit, ScopedVoidBlock<CancelScope, X> work) throws X {
        return CancelScope.moveOnVoid(Loop.running().fromNow(limit), work);
    }

    /** {@link #moveOnAfter(Duration, Block)} with a deadline, a time of the loop's clock. */
    public static <T, X extends Throwable> Optional<T> moveOnAt(
            Duration deadline, Block<? extends @Nullable T, X> work) throws X {
        return CancelScope.moveOn(Loop.nanos(deadline), work);
    }

    /** {@link #moveOnAfter(Duration, VoidBlock)} with a deadline, a time of the loop's clock. */
    public static <X extends Throwable> boolean moveOnAt(Duration deadline, VoidBlock<X> work)
            throws X {
        return CancelScope.moveOnVoid(Loop.nanos(deadline), work);
    }

    /**
     * Does the work in a scope that is cancelled after the given time. Unlike {@link #timeout}, it
     * cannot be swallowed. See {@link CancelScope}.
     *
     * @throws TimeoutException if the time was up first
     */
    public static <T extends @Nullable Object, X extends Throwable> T failAfter(
            Duration limit, Block<T, X> work) throws X {
        return CancelScope.fail(Loop.running().fromNow(limit), work);
    }

    /** {@link #failAfter(Duration, Block)} for work without a result. */
    public static <X extends Throwable> void failAfter(Duration limit, VoidBlock<X> work) throws X {
        CancelScope.fail(Loop.running().fromNow(limit), work);
    }

    /** {@link #failAfter(Duration, Block)} for work that is told its scope. */
    public static <T extends @Nullable Object, X extends Throwable> T failAfter(
            Duration limit, ScopedBlock<CancelScope, T, X> work) throws X {
        return CancelScope.fail(Loop.running().fromNow(limit), work);
    }

    /** {@link #failAfter(Duration, VoidBlock)} for work that is told its scope. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <X extends Throwable> void failAfter(
            Duration limit, ScopedVoidBlock<CancelScope, X> work) throws X {
        CancelScope.fail(Loop.running().fromNow(limit), work);
    }

    /** {@link #failAfter(Duration, Block)} with a deadline, a time of the loop's clock. */
    public static <T extends @Nullable Object, X extends Throwable> T failAt(
            Duration deadline, Block<T, X> work) throws X {
        return CancelScope.fail(Loop.nanos(deadline), work);
    }

    /** {@link #failAfter(Duration, VoidBlock)} with a deadline, a time of the loop's clock. */
    public static <X extends Throwable> void failAt(Duration deadline, VoidBlock<X> work) throws X {
        CancelScope.fail(Loop.nanos(deadline), work);
    }

    /**
     * The earliest deadline of the scopes that the current task is in, up to the first shield, a
     * time of the loop's clock; the present if one of them is cancelled, empty if none has one.
     */
    public static Optional<Duration> currentEffectiveDeadline() {
        return CancelScope.currentEffectiveDeadline();
    }

    // ---- durations

    /** A duration in seconds. */
    public static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    /** A duration in seconds, to the nanosecond. */
    public static Duration seconds(double count) {
        if (Double.isNaN(count)) {
            throw new IllegalArgumentException("not a number of seconds: " + count);
        }
        return Duration.ofNanos(Math.round(count * 1e9));
    }

    /** A duration in milliseconds. */
    public static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    // ---- threads

    /**
     * Does blocking work on another thread and suspends until it is done. Cancelling the task ends
     * the wait but not the work, which sees the context variables of the caller.
     */
    public static <T extends @Nullable Object, X extends Throwable> T toThread(Block<T, X> work)
            throws X {
        return Loop.running().<T>runInExecutor(null, work).await();
    }

    /** {@link #toThread(Block)} for work without a result. */
    public static <X extends Throwable> void toThread(VoidBlock<X> work) throws X {
        Loop.running().runInExecutor(null, Works.asBlock(work)).await();
    }

    // ---- generators

    /** Values that the body yields one by one, as they are asked for. See {@link Generator}. */
    public static <Y extends @Nullable Object> Generator<Y> generator(Generator.Body<Y> body) {
        return new Generator<>(body);
    }

    /** A generator whose yields return what it is sent. See {@link SendGenerator}. */
    public static <Y extends @Nullable Object, S> SendGenerator<Y, S> sendGenerator(
            SendGenerator.Body<Y, S> body) {
        return new SendGenerator<>(body);
    }

    /** {@link #sendGenerator(SendGenerator.Body)} for a body that returns a value at its end. */
    public static <Y extends @Nullable Object, S> SendGenerator<Y, S> sendGenerator(
            SendGenerator.ValueBody<Y, S> body) {
        return new SendGenerator<>(body);
    }
}
