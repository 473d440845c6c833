/** The agent's doors to the plane: commands in, views in, results and failures out. */
@NullMarked
package io.homeostat.agent.effects.kafka;

import org.jspecify.annotations.NullMarked;
