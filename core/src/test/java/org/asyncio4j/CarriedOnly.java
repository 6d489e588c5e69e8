package org.asyncio4j;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** For what only the carried back-end promises. {@link BackendTest} sees that a fork has it. */
@ExtendWith(CarriedOnly.Condition.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface CarriedOnly {
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return BackendTest.actual().equals("carried")
                    ? ConditionEvaluationResult.enabled("carried")
                    : ConditionEvaluationResult.disabled("the hand-off back-end does not do this");
        }
    }
}
