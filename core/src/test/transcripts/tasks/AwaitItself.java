import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var tasks = new ArrayList<Task<String>>();
                tasks.add(
                        createTask(
                                () -> {
                                    say(outcome(tasks.get(0)));
                                    return "went on";
                                }));
                say(tasks.get(0).await());
            });
}
