package io.homeostat.cli.demo;

import io.homeostat.cli.view.Described;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A trouble of the demo as data: what is done, how its detection, decision and end are recognised, and exactly which
 * records it must leave behind.
 *
 * @param title what a person reads
 * @param inject does it, and what a person or a deploy tool does about it while it goes on
 * @param detected the record that says the plane saw it
 * @param decided the record that says what the plane means to do
 * @param ended the record that ends it
 * @param visible what workers must show soon after the end; null where the records say it all
 * @param limit until then it must have ended
 * @param settle after the end: time in which a record too many would show
 */
public record Trouble(
        String title,
        Injection inject,
        Predicate<Described> detected,
        Predicate<Described> decided,
        Predicate<Described> ended,
        @Nullable Visible visible,
        Duration limit,
        Duration settle,
        List<Expectation> expectations) {

    /** Does something to the fleet. */
    @FunctionalInterface
    public interface Injection {

        /**
         * Does it.
         *
         * @param ledger what the plane wrote; from {@code mark} on since the trouble began
         */
        void run(Ledger ledger, int mark) throws InterruptedException;
    }

    /**
     * Something that can be seen from outside of the plane.
     *
     * @param what names it
     * @param shows true once it can be seen
     * @param within time from the record that ends the trouble
     */
    public record Visible(String what, BooleanSupplier shows, Duration within) {}

    /** Matches a record of {@code subject} on {@code topic} whose {@code field} is {@code value}. */
    public static Predicate<Described> record(String topic, String subject, String field, String value) {
        return record -> record.topic().equals(topic)
                && record.key().equals(subject)
                && record.value().path(field).asText().equals(value);
    }
}
