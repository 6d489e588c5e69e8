package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class AwaitCycleTest {
    @AsyncTest
    void task_awaitsItself_isRefused() {
        var task = createTask(() -> current().await());
        var error = assertThrows(IllegalStateException.class, task::await);
        assertTrue(error.getMessage().startsWith("a task cannot await itself"), error.getMessage());
    }

    @AsyncTest
    void twoTasks_awaitEachOther_theSecondIsRefusedAndTheFirstHears() {
        var tasks = new ArrayList<Task<?>>();
        tasks.add(createTask(named("a"), () -> tasks.get(1).await()));
        tasks.add(createTask(named("b"), () -> tasks.get(0).await()));
        var error = assertThrows(IllegalStateException.class, () -> tasks.get(0).await());
        assertEquals("tasks await each other: b -> a -> b", error.getMessage());
        assertEquals(error, tasks.get(1).exception());
    }

    @AsyncTest
    void threeTasks_inACircle_areNamedInOrder() {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            tasks.add(createTask(named("t" + i), () -> tasks.get(next).await()));
        }
        var error = assertThrows(IllegalStateException.class, () -> tasks.get(0).await());
        assertEquals("tasks await each other: t2 -> t0 -> t1 -> t2", error.getMessage());
        waitAll(tasks);
        tasks.forEach(task -> assertEquals(error, task.exception()));
    }

    @AsyncTest
    void refusedTask_catchesTheError_goesOnAndAllEnd() {
        var tasks = new ArrayList<Task<String>>();
        tasks.add(createTask(() -> "a " + tasks.get(1).await()));
        tasks.add(
                createTask(
                        () -> {
                            assertThrows(IllegalStateException.class, () -> tasks.get(0).await());
                            sleep(seconds(1));
                            return "b";
                        }));
        assertEquals("a b", tasks.get(0).await());
    }

    @AsyncTest
    void awaitingATaskThatAwaitsAnother_isNoCycle() {
        var first = createTask(() -> sleep(seconds(1)));
        var second = createTask(() -> first.await());
        var third = createTask(() -> second.await());
        sleep(Duration.ZERO);
        gather(List.of(first, second, third, createTask(() -> third.await())));
    }

    @AsyncTest
    void child_awaitsTheTaskThatAwaitsIt_isRefusedBehindALimitToo() {
        var parent = current();
        var child = createTask(() -> timeout(seconds(1), parent));
        var error = assertThrows(IllegalStateException.class, child::await);
        assertTrue(error.getMessage().contains("await each other"), error.getMessage());
        assertEquals(0, parent.cancelling());
    }

    @AsyncTest
    void refused_whileACancelIsPending_theCancelStaysPending() {
        var parent = current();
        var child =
                createTask(
                        () -> {
                            current().cancel("pending");
                            assertThrows(IllegalStateException.class, parent::await);
                            sleep(seconds(1));
                        });
        var error = assertThrows(CancelledError.class, child::await);
        assertEquals("pending", error.getMessage());
    }
}
