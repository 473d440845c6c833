/** The decisions of restart-service, pure: {@code (state, input, policy, now) → (state, decisions)}. */
@NullMarked
package io.homeostat.restart.domain;

import org.jspecify.annotations.NullMarked;
