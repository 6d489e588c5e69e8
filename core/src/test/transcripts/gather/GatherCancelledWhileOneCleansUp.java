import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void slow() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(20));
        say("slow is clean");
    }
}

void work() {
    try {
        gather(() -> slow(), () -> sleep(seconds(3600)));
    } finally {
        say("gather is over");
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(10));
                task.cancel();
                say(outcome(task));
                sleep(millis(50));
            });
}
