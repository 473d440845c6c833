/** How our topologies run and what they share: observed time, intake, placement, tables, dead letters, the runner. */
@NullMarked
package io.homeostat.common.streams;

import org.jspecify.annotations.NullMarked;
