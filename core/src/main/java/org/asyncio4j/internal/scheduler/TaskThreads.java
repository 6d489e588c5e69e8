package org.asyncio4j.internal.scheduler;

import jdk.internal.vm.ThreadContainer;
import jdk.internal.vm.ThreadContainers;

import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a thread dump of the JVM lists the threads of a loop's tasks under. Without it the JDK would
 * keep a set of them: entering each thread and taking it out again is a tenth of what a short task
 * costs, and 40 bytes of one that waits. The loop has a list of its tasks anyway.
 *
 * <p>To be loaded by {@link JdkThreads} first, which opens the way to its superclass.
 */
final class TaskThreads extends ThreadContainer {
    private final Supplier<Stream<Thread>> unfinished;
    private final Object key;

    /**
     * @param unfinished gives the threads of tasks that have not ended, to whichever thread asks
     */
    @SuppressWarnings("this-escape") // the JDK only looks at it in a dump
    TaskThreads(Supplier<Stream<Thread>> unfinished) {
        super(true);
        this.unfinished = unfinished;
        this.key = ThreadContainers.registerContainer(this);
    }

    @Override
    public String name() {
        return "asyncio-tasks";
    }

    @Override
    public Stream<Thread> threads() {
        return unfinished.get().filter(Thread::isAlive);
    }

    /** There will be no more tasks. If there still are some, they stay in dumps. */
    void close() {
        if (threads().findAny().isEmpty()) {
            ThreadContainers.deregisterContainer(key);
        }
    }
}
