/** What pattern-service decides: pure functions of state, input, policy and now. */
@NullMarked
package io.homeostat.pattern.domain;

import org.jspecify.annotations.NullMarked;
