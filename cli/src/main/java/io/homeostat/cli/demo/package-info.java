/** Real troubles on real processes, announced, shown, timed and judged from the topics. */
@NullMarked
package io.homeostat.cli.demo;

import org.jspecify.annotations.NullMarked;
