package org.asyncio4j.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the loop under a test is made. On a test method, or on a class for all of its methods. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LoopOptions {
    /** Debug mode. */
    boolean debug() default false;

    /** Real time instead of the virtual clock. */
    boolean realClock() default false;

    /** After how many real seconds a test that has not ended is stuck. */
    int stuckAfterSeconds() default 60;
}
