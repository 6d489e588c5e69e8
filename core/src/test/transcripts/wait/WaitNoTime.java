import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                Future<Integer> future = Future.pending();
                Future<Integer> doneOne = Future.pending();
                doneOne.setResult(1);
                for (var timeout : List.of(0, -1)) {
                    var result = waitAll(List.of(future, doneOne), seconds(timeout));
                    say(result.done().contains(doneOne), result.pending().contains(future));
                }
            });
}
