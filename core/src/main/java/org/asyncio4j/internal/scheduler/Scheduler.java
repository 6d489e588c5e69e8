package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.ForeignWakeup;
import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The machine under an event loop: a ready queue, timers, a selector, and a mailbox for other
 * threads.
 *
 * <p>An iteration waits for I/O or time, queues the callbacks of ready channels, then those of due
 * timers, and runs exactly the steps that were queued at that point. What they queue waits for the
 * next iteration. This is asyncio's order ({@code BaseEventLoop._run_once}).
 *
 * <p>An iteration that follows one which found channels ready does not ask for more if it has
 * anything to run: as a rule that is the tasks which the callbacks have woken. To the program it
 * looks as if what comes in had come a little later, and a request costs one call of the system
 * less.
 *
 * <p>Everything is confined to the loop: to the thread that drives it and the strands it runs,
 * between which the hand-over orders memory. While the loop is not running, the thread that owns it
 * takes that place. {@link #post} alone is for other threads.
 */
public final class Scheduler {
    /**
     * What the scheduler tells the loop above it. Called on strands or, idle, by the loop thread.
     */
    public interface Host {
        void callbackFailed(Handle callback, Throwable error);

        void strandFailed(Throwable error);

        /** The strand of this owner blocks in a JDK call although {@link Strand#tellIfForeign}. */
        void strandIsForeign(Object owner);

        /** Whether there are tasks that are not done. */
        boolean hasTasks();

        /** The threads of those tasks. Any thread may ask, for diagnosis. */
        Stream<Thread> taskThreads();

        /** Nothing has been able to wake those tasks for a while. Called on a strand. */
        void nothingCanWake();

        /** A step ran for long. Only in debug mode. */
        void stepWasSlow(Object step, Duration duration);
    }

    /** asyncio's limit, so that a wait never overflows whatever the selector counts in. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofHours(24).toNanos();

    /** Schedulers that run now, for {@link #strandWithForeignHandler}. */
    private static final CopyOnWriteArrayList<Scheduler> RUNNING = new CopyOnWriteArrayList<>();

    final Host host;
    final ReadyQueue ready = new ReadyQueue();
    final TimerQueue timers = new TimerQueue();
    private final Backend backend = Backend.choose();
    private final Clock clock;
    private final Channels channels;
    private final IdentityHashMap<Runnable, Thread> guests = new IdentityHashMap<>();
    private boolean anonymousGuests;

    /** How many steps of this iteration have not begun. */
    private int batch;

    private long iteration;

    /** The last look at the channels found some ready. See the note on top. */
    private boolean eventsFound;

    private volatile boolean running;
    private boolean stopping;
    private long slowNanos = Long.MAX_VALUE;

    /** Strands in state FOREIGN. */
    int foreignStrands;

    /** Work that was given away and will come back by {@link #post}. */
    private int jobs;

    /** Tasks that another thread can cancel through the promise it was given. */
    private int promises;

    /** Tasks that wait for what any thread may give. */
    private int foreignWaits;

    /** What other threads have announced. Opened by any thread, closed on the loop. */
    private final AtomicInteger holds = new AtomicInteger();

    private final QuietSpell quietSpell = new QuietSpell();

    /** Made beforehand: the carrier should not be the first to link a lambda. */
    private final Runnable tellNothingCanWake;

    /**
     * The strand that runs now, null between two of them. Not volatile, which would cost a tenth of
     * each turn: other threads may look, but find only themselves here.
     */
    @Nullable Strand current;

    /** Who gets the turn of the strand that leaves now, ahead of all that is queued. */
    @Nullable Strand successor;

    /** Carried: the thread under the strands while the loop runs. Other threads may look. */
    volatile @Nullable Thread carrier;

    /** Carried: from the first task on. */
    private @Nullable TaskThreads taskThreads;

    /** Hand-off: the strand that is the loop, while it runs. */
    volatile @Nullable HandOffStrand loopStrand;

    private final Queue<Step> inbox = new ConcurrentLinkedQueue<>();
    private volatile boolean sleeping;
    private volatile boolean closed;

    /** The same in each run, unless a test wants it otherwise. */
    private Random lots = new Random(0);

    public Scheduler(Clock clock, Host host) {
        this.clock = clock;
        this.host = host;
        this.tellNothingCanWake = host::nothingCanWake;
        this.channels = new Channels(this);
    }

    /**
     * Draws lots where asyncio promises no order: among timers due at one time, and among channels
     * that one select finds ready. For tests of programs, which must not depend on it.
     */
    public void shuffleTies(Random random) {
        timers.shuffleTies(random);
        channels.shuffleTies(random);
        lots = random;
    }

    /** What decides between things that are equally good. Confined to the loop. */
    public Random lots() {
        return lots;
    }

    // ---- what may be scheduled

    public Host host() {
        return host;
    }

    public Strand newStrand(@Nullable Object owner, Runnable body) {
        return backend.newStrand(this, owner, body);
    }

    public Handle callSoon(Runnable action) {
        if (!running) {
            drainInbox(); // what other threads queued before keeps its place
        }
        var callback = new Callback(this, action, false);
        ready.push(callback);
        return callback;
    }

    /**
     * Like {@link #callSoon} for the library's own actions: they may run on the loop's bare thread,
     * so they only move things in queues and never call user code.
     */
    public void callSoonInternal(Runnable action) {
        ready.push(new Callback(this, action, true));
    }

    public TimerCallback callAt(long when, Runnable action) {
        return addTimer(new TimerCallback(this, when, action, false));
    }

    /** {@link #callAt} with the promise of {@link #callSoonInternal}. */
    public TimerCallback callAtInternal(long when, Runnable action) {
        return addTimer(new TimerCallback(this, when, action, true));
    }

    private TimerCallback addTimer(TimerCallback timer) {
        timers.add(timer);
        return timer;
    }

    /** Queues the action from any thread and wakes the loop. */
    public Handle callSoonThreadsafe(Runnable action) {
        var callback = new Callback(this, action, false);
        if (running && isOnLoop()) {
            ready.push(callback);
        } else {
            post(callback);
        }
        return callback;
    }

    /** {@link #callSoonInternal} from any thread. Without effect once the loop is closed. */
    public void postInternal(Runnable action) {
        post(new Callback(this, action, true));
    }

    /** Announces work that is done elsewhere and ends with a {@link #callSoonThreadsafe}. */
    public void jobStarted() {
        jobs++;
    }

    /** Takes a {@link #jobStarted} back, on the loop. */
    public void jobEnded() {
        jobs--;
    }

    /** Another thread got a promise of a task. On the loop. */
    public void promiseMade() {
        promises++;
    }

    /** That promise is of no use any more. On the loop. */
    public void promiseEnded() {
        promises--;
    }

    /** A task waits for what any thread may give, or none. On the loop. */
    public void foreignWaitBegun() {
        foreignWaits++;
    }

    /** It has it, or has given up. On the loop. */
    public void foreignWaitEnded() {
        foreignWaits--;
    }

    /** Announces from any thread that a {@link #callSoonThreadsafe} will come. */
    public ForeignWakeup hold() {
        holds.incrementAndGet();
        var open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                post(new Callback(this, holds::decrementAndGet, true)); // after what it announced
            }
        };
    }

    public Channels channels() {
        return channels;
    }

    public long nanoTime() {
        return clock.nanoTime();
    }

    // ---- the mailbox

    void post(Step step) {
        inbox.offer(step);
        if (closed) {
            abandonInbox();
        } else if (sleeping) {
            sleeping = false;
            channels.wakeup();
        }
    }

    private void drainInbox() {
        for (Step step = inbox.poll(); step != null; step = inbox.poll()) {
            if (step instanceof CarriedStrand strand) { // no switch: see CarriedStrand
                strand.submitted();
            } else {
                ready.push(step);
            }
        }
    }

    /** What other virtual threads still have to run here runs on the default scheduler instead. */
    private void abandonInbox() {
        for (Step step = inbox.poll(); step != null; step = inbox.poll()) {
            abandon(step);
        }
    }

    private static void abandon(Step step) {
        switch (step) {
            case CarriedStrand strand -> strand.abandon();
            case GuestStep guest -> JdkThreads.defaultScheduler().execute(guest.continuation);
            default -> {} // a callback of a closed loop
        }
    }

    // ---- running

    public boolean isRunning() {
        return running;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Makes {@link #drive} return at the end of the current iteration. */
    public void stop() {
        stopping = true;
    }

    /** Reports steps that take at least this long; {@link Long#MAX_VALUE} switches it off. */
    public void reportStepsFrom(long nanos) {
        slowNanos = nanos;
    }

    /**
     * Whether the calling thread is one of this loop's: a strand, or a guest in the carried case.
     */
    public boolean isOnLoop() {
        if (carrier != null) {
            return isOnCarrier();
        }
        Strand strand = Strand.current();
        return strand != null && strand.scheduler == this;
    }

    boolean isOnCarrier() {
        return carrier == JdkThreads.currentCarrier();
    }

    /**
     * Starts a thread that runs the loop until {@link #stop}.
     *
     * @param whenDone called at the end with the error that broke the loop, if any
     */
    public Thread start(Consumer<@Nullable Throwable> whenDone) {
        running = true;
        RUNNING.add(this);
        return backend.startLoop(
                this,
                () -> {
                    Throwable failure = null;
                    try {
                        drive();
                    } catch (Throwable e) {
                        failure = e;
                    } finally {
                        RUNNING.remove(this);
                        running = false;
                        backend.retire(this);
                    }
                    whenDone.accept(failure);
                });
    }

    private void drive() {
        do {
            runOnce();
        } while (!stopping);
        stopping = false;
    }

    private void runOnce() {
        iteration++;
        drainInbox();
        long wait = stopping || !ready.isEmpty() ? 0 : idleWait();
        waitForEvents(wait);
        drainInbox();
        if (!timers.isEmpty()) { // else the time is of no interest
            timers.moveDue(clock.nanoTime(), ready);
        }
        if (!ready.isEmpty()) {
            quietSpell.end();
        } else if (nothingCanWake() && untilTold() == 0) {
            quietSpell.told();
            ready.push(new Callback(this, tellNothingCanWake, false));
        }
        batch = ready.size();
        while (batch > 0) {
            runNext();
        }
    }

    private long idleWait() {
        TimerCallback first = timers.first();
        long untilFirst =
                first == null || first.when == Long.MAX_VALUE
                        ? Long.MAX_VALUE
                        : Math.max(0, first.when - clock.nanoTime());
        long wait = clock.idle(untilFirst, isQuiescent());
        return nothingCanWake() ? Math.min(wait, untilTold()) : wait;
    }

    /** Whether nothing happens before the next timer; what is listened on does not count. */
    private boolean isQuiescent() {
        return foreignStrands == 0
                && guests.isEmpty()
                && !anonymousGuests
                && jobs == 0
                && holds.get() == 0
                && !channels.expectsEvents()
                && inbox.isEmpty(); // last: what is counted above ends by way of it
    }

    /**
     * Whether there are tasks and nothing known can wake them. Only another thread that has a
     * reference to the loop and did not announce itself by {@link #hold} still could; and Ctrl-C or
     * an interrupt, which would only cancel. Asked when no step is ready.
     *
     * <p>Hand-off: a task inside a JDK call keeps the loop from getting here at all, but virtual
     * threads that tasks started run elsewhere and are not known.
     */
    public boolean nothingCanWake() {
        return ready.isEmpty()
                && timers.isEmpty()
                && promises == 0
                && foreignWaits == 0
                && !channels.areWatched()
                && isQuiescent()
                && !stopping
                && host.hasTasks();
    }

    private long untilTold() {
        return quietSpell.untilTold(System.nanoTime(), clock.patience());
    }

    private void waitForEvents(long wait) {
        if (wait == 0) {
            boolean look = !eventsFound || channels.needLook();
            eventsFound = look && channels.poll();
            return;
        }
        sleeping = true;
        try {
            // Whoever posts after this look finds us sleeping and wakes the selector.
            eventsFound = channels.select(inbox.isEmpty() ? Math.min(wait, LONGEST_WAIT_NANOS) : 0);
        } finally {
            sleeping = false;
        }
    }

    private void runNext() {
        Step head = ready.peek();
        if (head instanceof Callback callback && !callback.internal) {
            backend.runCallbacks(this);
            return;
        }
        batch--;
        ready.poll();
        if (head instanceof Strand strand) { // no switch: see CarriedStrand
            runStrand(strand);
        } else if (head instanceof Callback callback) {
            callback.run();
        } else if (head instanceof GuestStep guest) {
            runGuest(guest);
        }
    }

    private void runStrand(Strand strand) {
        if (slowNanos == Long.MAX_VALUE) {
            strand.resume();
            return;
        }
        Object owner = strand.owner(); // it may end in this step
        long begin = System.nanoTime();
        strand.resume();
        long took = System.nanoTime() - begin;
        if (took >= slowNanos) {
            reportSlow(owner, took);
        }
    }

    /** Reports from a strand, next in the order, because the carrier must not log. */
    private void reportSlow(@Nullable Object step, long took) {
        if (step != null && !(step instanceof CallbackRunner)) {
            Duration duration = Duration.ofNanos(took);
            ready.pushFirst(new Callback(this, () -> host.stepWasSlow(step, duration), false));
            batch++;
        }
    }

    private void runGuest(GuestStep guest) {
        Runnable continuation = guest.continuation;
        Thread thread = guests.get(continuation);
        if (thread == null) {
            thread = JdkThreads.threadOf(continuation);
            if (thread == null) {
                anonymousGuests = true;
            } else {
                guests.put(continuation, thread);
            }
        }
        continuation.run();
        if (thread != null && !thread.isAlive()) {
            guests.remove(continuation);
        }
    }

    /** Makes the two the next steps of this iteration. */
    void runNext(Strand first, Strand second) {
        ready.pushFirst(second);
        ready.pushFirst(first);
        batch += 2;
    }

    /** Takes {@link #runNext} back. */
    void dropNext() {
        ready.poll();
        ready.poll();
        batch -= 2;
    }

    /** Runs a strand's turn, and what that starts, but nothing else of this iteration. */
    void runAlone(Strand strand) {
        int rest = batch;
        batch = 0;
        strand.resume();
        while (batch > 0) {
            runNext();
        }
        batch = rest;
    }

    /** The next callback of this iteration if that is what comes next. */
    @Nullable Callback takeCallback() {
        if (batch > 0 && ready.peek() instanceof Callback callback) {
            batch--;
            ready.poll();
            return callback;
        }
        return null;
    }

    /** The strand that was given the turn of the one which has just left, if there is one. */
    @Nullable Strand takeSuccessor() {
        Strand next = successor;
        if (next != null) {
            successor = null;
        }
        return next;
    }

    /** The strand that runs next if that is known without a look at the loop, as running. */
    @Nullable HandOffStrand takeStrand() {
        Strand next = takeSuccessor();
        if (next == null
                && batch > 0
                && slowNanos == Long.MAX_VALUE
                && ready.peek() instanceof HandOffStrand strand
                && strand.state == Strand.State.QUEUED) {
            batch--;
            ready.poll();
            next = strand;
        }
        if (next != null) {
            next.state = Strand.State.RUNNING;
            current = next;
        }
        return (HandOffStrand) next;
    }

    void invoke(Callback callback, Runnable action) {
        boolean timed = slowNanos != Long.MAX_VALUE && !callback.internal;
        long inIteration = iteration;
        long begin = timed ? System.nanoTime() : 0;
        try {
            action.run();
        } catch (Throwable e) {
            host.callbackFailed(callback, e);
        }
        if (timed && iteration == inIteration) { // else it blocked without holding up the loop
            long took = System.nanoTime() - begin;
            if (took >= slowNanos) {
                host.stepWasSlow(callback.label(action), Duration.ofNanos(took));
            }
        }
    }

    /** Ends the scheduler. What is queued is dropped; guests move to the default scheduler. */
    public void close() {
        assert !running;
        closed = true;
        for (Step step = ready.poll(); step != null; step = ready.poll()) {
            abandon(step);
        }
        abandonInbox();
        channels.close();
        if (taskThreads != null && !host.hasTasks()) { // else they are in dumps until they end
            taskThreads.close();
        }
    }

    /** What lists the threads of tasks in thread dumps. Carried only. */
    TaskThreads taskThreads() {
        if (taskThreads == null) {
            taskThreads = new TaskThreads(host::taskThreads);
        }
        return taskThreads;
    }

    // ---- facts

    public String backendName() {
        return backend.name();
    }

    public boolean blockingCallsSuspendOnlyTheTask() {
        return backend.blockingCallsSuspendOnlyTheTask();
    }

    /** The JVM option that makes the carried back-end available. */
    public static String carriedOption() {
        return JdkThreads.requiredOption();
    }

    public String selectorName() {
        return channels.selectorName();
    }

    /** Finds the strand of a virtual thread whose uncaught-exception handler was replaced. */
    static @Nullable Strand strandWithForeignHandler(Thread thread) {
        for (Scheduler scheduler : RUNNING) {
            Strand strand = scheduler.current;
            if (strand != null && strand.thread() == thread) {
                return strand;
            }
            HandOffStrand loop = scheduler.loopStrand;
            if (loop != null && loop.thread() == thread) {
                return loop;
            }
        }
        return null;
    }
}
