package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.ForeignWakeup;
import org.asyncio4j.test.AsyncTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;

/** Variables, tokens and contexts by themselves, where no loop runs. */
class ContextVarTest {
    private final ContextVar<String> var = ContextVar.of("var");
    private final ContextVar<Integer> number = ContextVar.withDefault("number", 0);

    // ---- values

    @Test
    void get_noValueAndNoDefault_throwsAndSaysWhich() {
        var error = assertThrows(NoSuchElementException.class, var::get);
        assertEquals(
                "the context variable 'var' has no value here and no default", error.getMessage());
    }

    @Test
    void get_noValue_givesTheDefaultOrTheArgument() {
        assertEquals(0, number.get());
        assertEquals(7, number.getOr(7));
        assertEquals("otherwise", var.getOr("otherwise"));
    }

    @Test
    void get_afterSet_givesTheValue() {
        var.with(
                "a",
                () -> {
                    assertEquals("a", var.get());
                    assertEquals("a", var.getOr("otherwise"));
                });
    }

    @Test
    void value_null_isAValue() {
        ContextVar<@Nullable String> nullable = ContextVar.withDefault("nullable", "default");
        var token = nullable.set(null);
        assertNull(nullable.get());
        assertNull(nullable.getOr("otherwise"));
        var second = nullable.set("b");
        assertTrue(second.hasOldValue());
        assertNull(second.oldValue());
        nullable.reset(second);
        assertNull(nullable.get());
        nullable.reset(token);
        assertEquals("default", nullable.get());
    }

    @Test
    void default_null_isADefault() {
        ContextVar<@Nullable String> nullable = ContextVar.withDefault("nullable", null);
        assertNull(nullable.get());
    }

    @Test
    void variables_ofOneName_areTwo() {
        ContextVar<String> other = ContextVar.of("var");
        var.with("a", () -> assertThrows(NoSuchElementException.class, other::get));
    }

    @Test
    void toString_tellsNameAndDefault() {
        assertEquals("<ContextVar name='var'>", var.toString());
        assertEquals("<ContextVar name='number' default=0>", number.toString());
        assertEquals("var", var.name());
    }

    // ---- with

    @Test
    void with_ends_restoresTheValueBefore() {
        number.with(
                1,
                () -> {
                    number.with(2, () -> assertEquals(2, number.get()));
                    assertEquals(1, number.get());
                });
        assertEquals(0, number.get());
    }

    @Test
    void with_workFails_restoresAndThrowsTheSame() {
        var error = new IOException("oops");
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                number.with(
                                        1,
                                        () -> {
                                            throw error;
                                        })));
        assertEquals(0, number.get());
    }

    @Test
    void with_workReturns_returnsTheValue() {
        assertEquals(11, number.with(1, () -> number.get() + 10));
    }

    @Test
    void with_workReturnsACoroutine_isRefused() {
        assertThrows(IllegalStateException.class, () -> number.with(1, () -> async(() -> 1)));
    }

    // ---- tokens

    @Test
    void token_tellsWhatWasBefore() {
        var first = number.set(1);
        var second = number.set(2);
        assertFalse(first.hasOldValue()); // a default is no value
        assertNull(first.oldValue());
        assertEquals(1, second.oldValue());
        assertSame(number, second.variable());
        number.reset(second);
        assertEquals(1, number.get());
        number.reset(first);
        assertEquals(0, number.get());
        assertEquals(1, second.oldValue());
    }

    @Test
    void reset_noValueBefore_leavesNone() {
        var token = var.set("a");
        var.reset(token);
        assertThrows(NoSuchElementException.class, var::get);
        assertFalse(copyContext().contains(var));
    }

    @Test
    void reset_inAnotherOrder_setsWhatEachSaw() {
        var first = number.set(1);
        var second = number.set(2);
        number.reset(first);
        assertEquals(0, number.get());
        number.reset(second);
        assertEquals(1, number.get());
        number.reset(number.set(0));
    }

    @Test
    void reset_tokenUsed_isRefused() {
        var token = number.set(1);
        assertEquals("<Token var=<ContextVar name='number' default=0>>", token.toString());
        number.reset(token);
        var error = assertThrows(IllegalStateException.class, () -> number.reset(token));
        assertEquals(
                "<Token used var=<ContextVar name='number' default=0>> has already been used once",
                error.getMessage());
    }

    @Test
    void reset_tokenOfAnotherVariable_isRefused() {
        ContextVar<Integer> other = ContextVar.of("other");
        var token = number.set(1);
        var error = assertThrows(IllegalArgumentException.class, () -> other.reset(token));
        assertTrue(
                error.getMessage().endsWith("was created by a different ContextVar"),
                error.getMessage());
        number.reset(token); // the attempt has not used it up
    }

    @Test
    void reset_inAnotherContext_isRefused() {
        var token = number.set(1);
        var copy = copyContext();
        var error =
                assertThrows(
                        IllegalArgumentException.class, () -> copy.run(() -> number.reset(token)));
        assertTrue(
                error.getMessage().endsWith("was created in a different Context"),
                error.getMessage());
        number.reset(token);
    }

    @Test
    void reset_onAnotherThread_isRefused() throws InterruptedException {
        var token = number.set(1);
        var thrown = new AtomicReference<@Nullable Throwable>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                number.reset(token);
                            } catch (IllegalArgumentException e) {
                                thrown.set(e);
                            }
                        })
                .join();
        assertTrue(thrown.get() instanceof IllegalArgumentException);
        number.reset(token);
    }

    // ---- contexts

    @Test
    void context_new_isEmpty() {
        number.with(
                1,
                () -> {
                    var context = new Context();
                    assertEquals(0, context.size());
                    assertEquals(Map.of(), context.asMap());
                    assertEquals(0, context.run(number::get));
                });
    }

    @Test
    void copyContext_laterSets_areNotSeenInTheOther() {
        number.with(
                1,
                () -> {
                    var copy = copyContext();
                    number.set(2);
                    assertEquals(1, copy.get(number));
                    copy.run(() -> number.set(3));
                    assertEquals(2, number.get());
                    assertEquals(3, copy.get(number));
                    var second = copy.copy();
                    second.run(() -> number.set(4));
                    assertEquals(3, copy.get(number));
                });
    }

    @Test
    void context_isAViewOfItsValues() {
        ContextVar<@Nullable String> nullable = ContextVar.of("nullable");
        var context = new Context();
        context.run(
                () -> {
                    var.set("a");
                    nullable.set(null);
                });
        assertEquals(2, context.size());
        assertEquals("a", context.get(var));
        assertTrue(context.contains(nullable));
        assertNull(context.get(nullable));
        assertFalse(context.contains(number));
        assertNull(context.get(number)); // the default is not in it
        assertEquals(List.of(var, nullable), List.copyOf(context.asMap().keySet()));
        assertEquals("<Context var=a nullable=null>", context.toString());
        assertThrows(UnsupportedOperationException.class, () -> context.asMap().clear());
    }

    @Test
    void asMap_afterAChange_isAsItWas() {
        var context = new Context();
        context.run(() -> number.set(1));
        var map = context.asMap();
        context.run(() -> number.set(2));
        assertEquals(Map.of(number, 1), map);
    }

    @Test
    void run_keepsWhatIsSetForTheNextRun() {
        var context = new Context();
        context.run(() -> number.set(5));
        assertEquals(0, number.get());
        assertEquals(6, context.run(() -> number.get() + 1));
    }

    @Test
    void run_workFails_leavesTheContextAndThrowsTheSame() {
        var error = new IOException("oops");
        var context = new Context();
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                context.run(
                                        () -> {
                                            number.set(1);
                                            throw error;
                                        })));
        assertEquals(0, number.get());
        assertEquals(1, context.run(number::get));
    }

    @Test
    void run_nestedInOthers_isFine() {
        var a = new Context();
        var b = new Context();
        a.run(
                () -> {
                    number.set(1);
                    b.run(() -> number.set(2));
                    assertEquals(1, number.get());
                });
        assertEquals(2, b.get(number));
    }

    @Test
    void run_insideItself_isRefused() {
        var a = new Context();
        var b = new Context();
        a.run(
                () -> {
                    var error = assertThrows(IllegalStateException.class, () -> a.run(() -> 1));
                    assertEquals(
                            "cannot enter <Context>: it is already entered", error.getMessage());
                    b.run(() -> assertThrows(IllegalStateException.class, () -> a.run(() -> 1)));
                });
        assertEquals(1, a.run(() -> 1));
    }

    @Test
    void run_whileAnotherThreadIsInside_isRefused() throws InterruptedException {
        var context = new Context();
        var thrown = new AtomicReference<@Nullable Throwable>();
        context.run(
                () ->
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            try {
                                                context.run(() -> {});
                                            } catch (IllegalStateException e) {
                                                thrown.set(e);
                                            }
                                        })
                                .join());
        assertTrue(thrown.get() instanceof IllegalStateException);
    }

    @Test
    void run_workReturnsACoroutine_isRefused() {
        var context = new Context();
        assertThrows(IllegalStateException.class, () -> context.run(() -> async(() -> 1)));
    }

    @Test
    void manyVariables_keepTheirValues() {
        var context = new Context();
        var variables = new ArrayList<ContextVar<Integer>>();
        context.run(
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        ContextVar<Integer> variable = ContextVar.of("v" + i);
                        variable.set(i);
                        variables.add(variable);
                    }
                });
        assertEquals(1000, context.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, context.get(variables.get(i)));
        }
    }

    // ---- threads

    @Test
    void thread_started_hasAnEmptyContextOfItsOwn() throws InterruptedException {
        var seen = new AtomicReference<Integer>();
        var token = number.set(1);
        for (var builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            builder.start(
                            () -> {
                                seen.set(number.get());
                                number.set(2);
                            })
                    .join();
            assertEquals(0, seen.get());
            assertEquals(1, number.get());
        }
        number.reset(token);
    }

    @AsyncTest
    void guest_ofATask_hasAnEmptyContextOfItsOwn() {
        var seen = new AtomicReference<Integer>();
        number.set(1);
        var done = Future.<Integer>pending();
        var loop = getRunningLoop();
        ForeignWakeup hold = loop.expectForeignWakeup(); // hand-off knows nothing of guests
        Thread.startVirtualThread(
                () -> {
                    seen.set(number.get());
                    number.set(2);
                    loop.callSoonThreadsafe(() -> done.setResult(number.get()));
                    hold.close();
                });
        assertEquals(2, done.await()); // the callback runs in a copy of the guest's
        assertEquals(0, seen.get());
        assertEquals(1, number.get());
    }
}
