import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    var tasks = new ArrayList<Task<Void>>();
    run(() -> tasks.add(createTask(() -> sleep(seconds(0)))));
    say(tasks.get(0).isDone(), tasks.get(0).isCancelled());
}
