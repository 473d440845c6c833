/** The decisions of autofix-service, pure: {@code (state, input, policy, now) → (state, decisions)}. */
@NullMarked
package io.homeostat.autofix.domain;

import org.jspecify.annotations.NullMarked;
