/** The {@code asyncio} command. */
@NullMarked
package org.asyncio4j.cli;

import org.jspecify.annotations.NullMarked;
