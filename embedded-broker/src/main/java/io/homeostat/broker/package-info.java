/** A real Kafka broker in this JVM: KRaft, one node, data kept in one directory. */
@NullMarked
package io.homeostat.broker;

import org.jspecify.annotations.NullMarked;
