/** The executor of components that are processes of this host. */
@NullMarked
package io.homeostat.agent.effects.process;

import org.jspecify.annotations.NullMarked;
