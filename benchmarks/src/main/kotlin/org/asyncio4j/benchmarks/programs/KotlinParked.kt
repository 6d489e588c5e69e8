package org.asyncio4j.benchmarks.programs

import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Many coroutines that wait, four calls deep, and are woken three times: `COUNT`. */
object KotlinParked {
    private const val ROUNDS = 3

    @JvmStatic
    fun main(arguments: Array<String>) {
        val count = arguments[0].toInt()
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { dispatcher ->
            runBlocking(dispatcher) {
                repeat(30) { park(minOf(count, 10_000), false) } // compiles
                park(count, true)
            }
        }
    }

    private suspend fun park(count: Int, print: Boolean) = coroutineScope {
        val gates = List(ROUNDS) { CompletableDeferred<Unit>() }
        val footprint = Footprint(count)
        repeat(count) { launch { first(gates) } }
        yield()
        if (print) {
            footprint.lap("create")
            footprint.print()
        }
        gates.forEachIndexed { i, gate ->
            gate.complete(Unit)
            yield()
            if (print) footprint.lap("resume${i + 1}")
        }
    }

    private suspend fun first(gates: List<CompletableDeferred<Unit>>) {
        second(gates)
        check(gates.isNotEmpty())
    }

    private suspend fun second(gates: List<CompletableDeferred<Unit>>) {
        third(gates)
        check(gates.isNotEmpty())
    }

    private suspend fun third(gates: List<CompletableDeferred<Unit>>) {
        for (gate in gates) gate.await()
    }
}
