import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var futures = new ArrayList<Future<Object>>();
                for (int i = 0; i < 3; i++) {
                    futures.add(Future.pending());
                    futures.get(i).setResult(i);
                }
                Task<Object> task =
                        createTask(
                                () -> {
                                    sleep(seconds(0));
                                    return "task";
                                });
                task.await();
                futures.add(task);
                say(gather(futures));
            });
}
