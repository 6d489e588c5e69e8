package org.asyncio4j;

/** One of the things that may finish a choice, registered where it will come from. */
abstract class Entry {
    final Waiter<Entry> choice;
    private boolean served;

    Entry(Waiter<Entry> choice) {
        this.choice = choice;
    }

    /** Whether it is too late to finish the choice. */
    final boolean isSettled() {
        return choice.isDone();
    }

    /** Finishes the choice with what was awaited, unless it is settled. */
    final void serve() {
        served = true;
        choice.finish(this);
    }

    /** Wakes the task, if it still waits, to look what has become of what it waits for. */
    final void wake() {
        choice.finish(this);
    }

    /** Whether what was awaited has happened, and not only something that ends the wait for it. */
    final boolean isServed() {
        return served;
    }

    /** What the handler gets, once it is served. */
    abstract Object value();

    /** Takes it back. Called once the choice is settled, come what may. */
    abstract void leave();
}
