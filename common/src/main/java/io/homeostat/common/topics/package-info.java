/** The catalogue of topics with their settings, and the provisioning and checking of them. */
@NullMarked
package io.homeostat.common.topics;

import org.jspecify.annotations.NullMarked;
