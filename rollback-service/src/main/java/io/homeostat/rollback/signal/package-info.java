/** What the stages of rollback-service tell the only one that throws the switch. */
@NullMarked
package io.homeostat.rollback.signal;

import org.jspecify.annotations.NullMarked;
