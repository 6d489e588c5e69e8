// A pool of workers that take jobs in the order of their priority. On Ctrl-C they finish what they
// have begun, and the jobs that are left are counted. A second Ctrl-C does not wait for that.
//
// Run: ./asyncio run examples/WorkerPool.java [JOBS [WORKERS [MILLIS]]]
//
// MILLIS is how long one job takes.

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

enum Priority {
    URGENT,
    NORMAL,
    LOW
}

record Job(Priority priority, int number) implements Comparable<Job> {
    @Override
    public int compareTo(Job other) {
        return Comparator.comparing(Job::priority).thenComparing(Job::number).compare(this, other);
    }

    @Override
    public String toString() {
        return priority.name().toLowerCase(Locale.ROOT) + " job " + number;
    }
}

void main(String[] args) {
    int jobs = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    int workers = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    var time = millis(args.length > 2 ? Integer.parseInt(args[2]) : 100);
    run(() -> runPool(jobs, workers, time));
}

void runPool(int count, int workerCount, Duration time) {
    var jobs = new PriorityQueue<Job>();
    for (int i = 1; i <= count; i++) {
        jobs.putNowait(new Job(Priority.values()[i % Priority.values().length], i));
    }
    var workers = new ArrayList<Task<Void>>();
    for (int i = 1; i <= workerCount; i++) {
        workers.add(createTask(named("worker " + i), () -> work(jobs, time)));
    }
    try {
        jobs.join();
        IO.println("all jobs are done");
    } catch (CancelledError e) {
        IO.println("stopping; jobs not begun: " + jobs.size());
        throw e;
    } finally {
        jobs.shutdown(true); // those who wait for a job go home, the others after the one they have
        waitAll(workers);
        IO.println("all workers have gone home");
    }
}

void work(PriorityQueue<Job> jobs, Duration time) {
    var name = currentTask().name();
    for (var job : jobs.items()) {
        IO.println(name + " begins " + job);
        sleep(time);
        IO.println(name + " has done " + job);
        jobs.taskDone();
    }
}
