/** Tests as tasks: {@link org.asyncio4j.test.AsyncTest} is where to begin. */
@NullMarked
package org.asyncio4j.test;

import org.jspecify.annotations.NullMarked;
