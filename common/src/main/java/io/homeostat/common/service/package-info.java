/** What makes a service a process: settings, start, health and metrics (docs/decisions/0007-common-service.md). */
@NullMarked
package io.homeostat.common.service;

import org.jspecify.annotations.NullMarked;
