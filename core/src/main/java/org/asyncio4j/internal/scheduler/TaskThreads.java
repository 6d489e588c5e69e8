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
 * <p>Can be loaded when {@link JdkThreads} has opened the way to its superclass, not before. So no
 * other class may treat it as one of that type: the JVM would load it to verify that class.
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

    void start(Thread thread) {
        JdkThreads.start(thread, this);
    }

    @Override
    public String name() {
        return "asyncio-tasks";
    }

    @Override
    public Stream<Thread> threads() {
        return unfinished.get().filter(Thread::isAlive);
    }

    /** There are no more tasks. */
    void close() {
        ThreadContainers.deregisterContainer(key);
    }
}
