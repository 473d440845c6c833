/** Policies: their records with defaults, validation, scopes, files and the version in force. */
@NullMarked
package io.homeostat.common.policy;

import org.jspecify.annotations.NullMarked;
