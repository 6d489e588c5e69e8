package org.asyncio4j.benchmarks.programs

import java.util.Locale
import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** The same by Kotlin's coroutines, on a dispatcher with one thread. */
object KotlinTasks {
    private const val SWITCHES = 100
    private const val HOUR = 3_600_000L

    private class Sized(val usual: Int, val work: suspend (Int) -> Long)

    private val works =
        mapOf(
            "switch" to Sized(1_000, ::switches),
            "spawn" to Sized(10_000, ::spawn),
            "gather" to Sized(10_000, ::gathered),
            "group" to Sized(1_000, ::group),
            "done" to Sized(10_000, ::awaitDone),
            "queue" to Sized(10_000, ::queueOfOne),
            "lock" to Sized(10_000, ::lock),
            "sleeps" to Sized(100_000, ::sleeps),
            "timeout" to Sized(10_000, ::timeouts),
            "cancel" to Sized(10_000, ::cancel),
            "generator" to Sized(100_000, ::generated),
        )

    @JvmStatic
    fun main(arguments: Array<String>) {
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { dispatcher ->
            runBlocking(dispatcher) { time(arguments.toList()) }
        }
    }

    private suspend fun time(arguments: List<String>) {
        val nanos = (arguments.first().toDouble() * 1e9).toLong()
        val wanted = arguments.drop(1)
        wanted.forEach { timeOne(it, nanos / 2) } // as Stopwatch does
        for (argument in wanted) {
            timeOne(argument, nanos / 2)
            println("$argument ${timeOne(argument, nanos)}")
        }
    }

    private suspend fun timeOne(argument: String, nanos: Long): String {
        val nameAndSize = argument.split(":", limit = 2)
        val work = works[nameAndSize[0]] ?: return "-"
        val size = nameAndSize.getOrNull(1)?.toInt() ?: work.usual
        return "%.1f".format(Locale.ROOT, measure(work, size, nanos))
    }

    private suspend fun measure(work: Sized, size: Int, nanos: Long): Double {
        val begin = ProcessorTime.nanos()
        var operations = 0L
        var taken = 0L
        while (taken < nanos) {
            operations += work.work(size)
            taken = ProcessorTime.nanos() - begin
        }
        return taken.toDouble() / operations
    }

    private suspend fun switches(tasks: Int): Long {
        coroutineScope { repeat(tasks) { launch { repeat(SWITCHES) { yield() } } } }
        return tasks.toLong() * SWITCHES
    }

    private suspend fun spawn(tasks: Int): Long = coroutineScope {
        repeat(tasks) { async {}.await() }
        tasks.toLong()
    }

    private suspend fun gathered(tasks: Int): Long = coroutineScope {
        List(tasks) { async {} }.awaitAll()
        tasks.toLong()
    }

    private suspend fun group(tasks: Int): Long {
        coroutineScope { repeat(tasks) { launch {} } }
        return tasks.toLong()
    }

    private suspend fun awaitDone(times: Int): Long {
        val done = CompletableDeferred(1)
        var sum = 0L
        repeat(times) { sum += done.await() }
        return sum
    }

    private suspend fun queueOfOne(items: Int): Long = coroutineScope {
        val channel = Channel<Int>(1)
        launch { repeat(items) { channel.send(it) } }
        repeat(items) { channel.receive() }
        items.toLong()
    }

    private suspend fun lock(times: Int): Long {
        val mutex = Mutex()
        coroutineScope {
            repeat(10) { launch { repeat(times / 10) { mutex.withLock { yield() } } } }
        }
        return times.toLong()
    }

    private suspend fun sleeps(tasks: Int): Long {
        coroutineScope { repeat(tasks) { launch { delay(1L + it % 10) } } }
        return tasks.toLong()
    }

    private suspend fun timeouts(times: Int): Long {
        repeat(times) { withTimeout(HOUR) { yield() } }
        return times.toLong()
    }

    private suspend fun cancel(count: Int): Long = coroutineScope {
        val jobs = List(count) { launch { delay(HOUR) } }
        yield()
        jobs.forEach(Job::cancel)
        jobs.joinAll()
        count.toLong()
    }

    private suspend fun generated(items: Int): Long {
        val numbers = kotlinx.coroutines.flow.flow { repeat(items) { emit(it) } }
        var count = 0L
        numbers.collect { count++ }
        return count
    }
}
