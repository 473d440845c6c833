/** One lane per worker: steps in order, each journalled before it is done. */
@NullMarked
package io.homeostat.agent.effects.lane;

import org.jspecify.annotations.NullMarked;
