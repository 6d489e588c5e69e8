package org.asyncio4j;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What is special about a program of the {@link CancellationFuzzTest}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface FuzzProgram {
    /** Catches a cancel, as it may, and ends with a result. */
    boolean catches() default false;
}
