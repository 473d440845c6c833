/** The two stages of autofix-service: adapters between topics, stores and the rules. */
@NullMarked
package io.homeostat.autofix.topology;

import org.jspecify.annotations.NullMarked;
