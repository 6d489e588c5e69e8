package org.asyncio4j.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuietSpellTest {
    private final QuietSpell spell = new QuietSpell();

    @Test
    void untilTold_countsFromTheFirstLook() {
        assertEquals(100, spell.untilTold(1000, 100));
        assertEquals(40, spell.untilTold(1060, 100));
        assertEquals(0, spell.untilTold(1100, 100));
        assertEquals(0, spell.untilTold(1500, 100));
    }

    @Test
    void told_isNotToBeToldAgainUntilTheSpellHasEnded() {
        spell.untilTold(1000, 100);
        spell.told();
        assertEquals(Long.MAX_VALUE, spell.untilTold(5000, 100));
        spell.end();
        assertEquals(100, spell.untilTold(6000, 100));
    }

    @Test
    void end_beforeItWasTold_beginsAnew() {
        spell.untilTold(1000, 100);
        spell.end();
        assertEquals(100, spell.untilTold(1090, 100));
    }

    @Test
    void untilTold_withoutEndOfPatience_isNever() {
        assertEquals(Long.MAX_VALUE, spell.untilTold(-5, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, spell.untilTold(5, Long.MAX_VALUE));
    }

    @Test
    void untilTold_withoutPatience_isNow() {
        assertEquals(0, spell.untilTold(7, 0));
    }
}
