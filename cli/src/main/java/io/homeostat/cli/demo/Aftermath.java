package io.homeostat.cli.demo;

import io.homeostat.cli.view.Described;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A record that must come, however many troubles go on meanwhile.
 *
 * @param wanted recognises it among all records since the start
 * @param limit from the end of the last trouble on
 */
record Aftermath(String title, Predicate<Described> wanted, Duration limit) {}
