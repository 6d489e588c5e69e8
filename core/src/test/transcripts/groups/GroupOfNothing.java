import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                getRunningLoop().callSoon(() -> say("callback"));
                taskGroup(
                        _ -> {
                            say("empty");
                        });
                say("left");
                var task =
                        taskGroup(
                                group -> {
                                    var work = group.createTask(() -> say("the task runs"));
                                    work.await();
                                    sleep(seconds(0));
                                    getRunningLoop().callSoon(() -> say("second callback"));
                                    return work;
                                });
                say("left again", task.isDone());
                sleep(seconds(0));
            });
}
