/** The rules of promotions: pure functions of state, input, policy and now. */
@NullMarked
package io.homeostat.rollback.domain;

import org.jspecify.annotations.NullMarked;
