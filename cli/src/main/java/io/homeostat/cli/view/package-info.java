/** What an operator sees, read from the topics alone. */
@NullMarked
package io.homeostat.cli.view;

import org.jspecify.annotations.NullMarked;
