/** The applications of the kill switch, the flags and the policies: adapters between Kafka and the rules. */
@NullMarked
package io.homeostat.rollback.control.topology;

import org.jspecify.annotations.NullMarked;
