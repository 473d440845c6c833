/** agent. */
@NullMarked
package io.homeostat.agent;

import org.jspecify.annotations.NullMarked;
