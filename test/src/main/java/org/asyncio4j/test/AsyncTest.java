package org.asyncio4j.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test method that runs as a task, with time that passes only in so far as somebody waits for it.
 *
 * <pre>{@code
 * @AsyncTest
 * void sleep_oneHour_takesNoTime() {
 *     var before = getRunningLoop().time();
 *     sleep(Duration.ofHours(1));
 *     assertEquals(Duration.ofHours(1), getRunningLoop().time().minus(before));
 * }
 * }</pre>
 *
 * <p>See {@link AsyncioExtension} for what is checked, and {@link LoopOptions} for what can be set.
 * For {@code @ParameterizedTest} and other templates put
 * {@code @ExtendWith(AsyncioExtension.class)} on the method.
 */
@Test
@ExtendWith(AsyncioExtension.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface AsyncTest {}
