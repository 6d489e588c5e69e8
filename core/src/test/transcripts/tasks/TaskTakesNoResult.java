import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task =
                        createTask(
                                () -> {
                                    sleep(seconds(0));
                                    return "own";
                                });
                say(outcome(() -> task.setResult("foreign")));
                say(outcome(() -> task.setException(new Oops("foreign"))));
                say(task.await());
            });
}
