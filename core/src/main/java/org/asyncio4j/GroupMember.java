package org.asyncio4j;

import java.util.concurrent.CompletableFuture;

/** A loop of a {@link LoopGroup} and the thread that runs it from beginning to end. */
final class GroupMember {
    final Loop loop;
    private final Runner runner;
    private final Thread thread;

    /** Ends when the loop is closed, with what broke it if that is why. */
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Whether the loop is to be closed without waiting for its tasks to clean up. */
    private volatile boolean hurried;

    /** Makes the loop, in the context of the caller. */
    GroupMember(LoopGroup.Options options, int number) {
        this.runner = Runner.open(o -> options.runner());
        this.loop = (Loop) runner.loop();
        this.thread =
                Thread.ofPlatform().daemon().name("asyncio-group-" + number).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Closes a loop that was not started. */
    void discard() {
        runner.close();
    }

    private void run() {
        // Any other thread may give work to this loop at any time.
        try (var _ = loop.expectForeignWakeup()) {
            loop.runForever();
            if (hurried) {
                loop.close();
            } else {
                runner.close();
            }
            closed.complete(null);
        } catch (CancelledError e) {
            closed.complete(null); // hurried while it closed
        } catch (Throwable e) {
            closed.completeExceptionally(e);
        }
    }

    /** Ends when the loop is closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Closes the loop without waiting for tasks to clean up. From any thread. */
    void hurry() {
        hurried = true;
        thread.interrupt();
    }
}
