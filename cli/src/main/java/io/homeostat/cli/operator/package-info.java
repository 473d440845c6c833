/** What an operator wants: requests to the plane, and the answers that it gives on {@code audit}. */
@NullMarked
package io.homeostat.cli.operator;

import org.jspecify.annotations.NullMarked;
