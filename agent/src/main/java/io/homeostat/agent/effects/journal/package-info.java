/** What the agent remembers: a synced file of steps, read again after any crash. */
@NullMarked
package io.homeostat.agent.effects.journal;

import org.jspecify.annotations.NullMarked;
