/** Puts the agent together: settings, beans, health, figures. */
@NullMarked
package io.homeostat.agent.wiring;

import org.jspecify.annotations.NullMarked;
