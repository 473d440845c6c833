/** What the agent decides: may a command be carried out, what does an interrupted one mean, what does the operator's will ask for. Pure. */
@NullMarked
package io.homeostat.agent.domain;

import org.jspecify.annotations.NullMarked;
