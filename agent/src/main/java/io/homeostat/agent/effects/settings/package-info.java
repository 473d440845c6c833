/** Settings files and component records as JSON texts: changed in exactly what shall change. */
@NullMarked
package io.homeostat.agent.effects.settings;

import org.jspecify.annotations.NullMarked;
