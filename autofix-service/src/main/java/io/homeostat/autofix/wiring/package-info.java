/** Beans of autofix-service. */
@NullMarked
package io.homeostat.autofix.wiring;

import org.jspecify.annotations.NullMarked;
