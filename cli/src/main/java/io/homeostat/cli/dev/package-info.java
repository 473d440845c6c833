/** The whole plane in one process, with a broker of its own. */
@NullMarked
package io.homeostat.cli.dev;

import org.jspecify.annotations.NullMarked;
