package io.homeostat.cli.demo;

import io.homeostat.cli.view.Described;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A trouble of the demo as data: what is done, how its detection, decision and end are recognised, and exactly which
 * records it must leave behind.
 *
 * @param title what a person reads
 * @param inject does it
 * @param detected the record that says the plane saw it
 * @param decided the record that says what the plane means to do
 * @param ended the record that ends it
 * @param limit until then it must have ended
 * @param settle after the end: time in which a record too many would show
 */
public record Trouble(
        String title,
        Runnable inject,
        Predicate<Described> detected,
        Predicate<Described> decided,
        Predicate<Described> ended,
        Duration limit,
        Duration settle,
        List<Expectation> expectations) {

    /** Matches a record of {@code subject} on {@code topic} whose {@code field} is {@code value}. */
    public static Predicate<Described> record(String topic, String subject, String field, String value) {
        return record -> record.topic().equals(topic)
                && record.key().equals(subject)
                && record.value().path(field).asText().equals(value);
    }
}
