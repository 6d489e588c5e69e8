import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(millis(0));
    }
}

int stock = 0;

boolean enough(String name, int amount) {
    say(name, "looks", stock);
    return stock >= amount;
}

void buyer(Condition condition, String name, int amount) {
    try (var _ = condition.hold()) {
        condition.awaitFor(() -> enough(name, amount));
        stock -= amount;
        say(name, "buys", amount);
    }
}

void main() {
    run(
            () -> {
                var condition = new Condition();
                taskGroup(
                        group -> {
                            group.createTask(() -> buyer(condition, "a", 3));
                            group.createTask(() -> buyer(condition, "b", 1));
                            group.createTask(() -> buyer(condition, "c", 2));
                            for (int i = 0; i < 6; i++) {
                                ticks(1);
                                try (var _ = condition.hold()) {
                                    stock++;
                                    condition.notifyAllWaiters();
                                }
                            }
                        });
                try (var _ = condition.hold()) {
                    timeout(seconds(1), () -> condition.awaitFor(() -> false));
                } catch (TimeoutException e) {
                    say(e, true);
                }
                say(stock, condition.isLocked());
            });
}
