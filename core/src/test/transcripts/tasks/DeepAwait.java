import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

int down(int level, boolean fails) {
    if (level == 0) {
        if (fails) {
            throw new Oops("deep");
        }
        return 0;
    }
    return 1 + createTask(() -> down(level - 1, fails)).await();
}

void main() {
    run(
            () -> {
                say(down(50, false));
                say(outcome(() -> down(50, true)));
            });
}
