/** The executor of components that are containers of an engine, each incarnation a container of its own. */
@NullMarked
package io.homeostat.agent.effects.docker;

import org.jspecify.annotations.NullMarked;
