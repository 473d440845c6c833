/** Puts topics, policies, components and the plane's generation in place where they are missing. */
@NullMarked
package io.homeostat.cli.provision;

import org.jspecify.annotations.NullMarked;
