/** Wire records, their enums, deterministic ids and their total parsing: the only place where JSON becomes values. */
@NullMarked
package io.homeostat.common.contract;

import org.jspecify.annotations.NullMarked;
