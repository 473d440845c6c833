/** The audit trail: who or what did or decided what, in chains of hashes. */
@NullMarked
package io.homeostat.common.audit;

import org.jspecify.annotations.NullMarked;
