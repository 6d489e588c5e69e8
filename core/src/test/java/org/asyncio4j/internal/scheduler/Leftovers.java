package org.asyncio4j.internal.scheduler;

/** What a scheduler still has to wait for, for tests that look for what was left behind. */
public final class Leftovers {
    private Leftovers() {}

    /** Empty if there is neither a timer nor a channel nor a blocking call. */
    public static String of(Scheduler scheduler) {
        int watched = scheduler.channels().watched();
        return (scheduler.timers.isEmpty() ? "" : " timers=" + scheduler.timers.size())
                + (watched == 0 ? "" : " watched=" + watched)
                + (scheduler.foreignStrands == 0 ? "" : " blocked=" + scheduler.foreignStrands);
    }
}
