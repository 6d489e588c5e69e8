package org.asyncio4j.internal.scheduler;

import jdk.internal.vm.ThreadContainer;
import jdk.internal.vm.ThreadContainers;

import java.util.stream.Stream;

/**
 * What a thread dump of the JVM lists the threads of a loop's tasks under. Without it the JDK would
 * keep a set of them: entering each thread and taking it out again is a tenth of what a short task
 * costs, and 40 bytes of one that waits. The loop has a list of its tasks anyway.
 */
final class TaskThreads extends ThreadContainer {
    private final Scheduler.Host host;

    private TaskThreads(Scheduler.Host host) {
        super(true);
        this.host = host;
    }

    /** The JDK knows of it as long as the host does. */
    static TaskThreads of(Scheduler.Host host) {
        var threads = new TaskThreads(host);
        ThreadContainers.registerContainer(threads);
        return threads;
    }

    @Override
    public String name() {
        return "asyncio-tasks";
    }

    /** Called by whichever thread dumps. */
    @Override
    public Stream<Thread> threads() {
        return host.taskThreads().filter(Thread::isAlive);
    }
}
