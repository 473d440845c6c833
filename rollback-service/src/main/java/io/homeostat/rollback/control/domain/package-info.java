/** The rules of the kill switch, the flags and the policies: pure, without clock, Kafka or framework. */
@NullMarked
package io.homeostat.rollback.control.domain;

import org.jspecify.annotations.NullMarked;
