/** restart-service. */
@NullMarked
package io.homeostat.restart;

import org.jspecify.annotations.NullMarked;
