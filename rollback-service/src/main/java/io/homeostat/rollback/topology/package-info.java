/** The stages of promotions: adapters between topics, stores and the rules. */
@NullMarked
package io.homeostat.rollback.topology;

import org.jspecify.annotations.NullMarked;
