package io.homeostat.cli.diff;

import java.time.Instant;

/**
 * What two runs of a plane must have in common of one record of a service.
 *
 * @param subject the record's key
 * @param what its status or type, and its decision where it has one
 * @param reason empty: none
 * @param id of the record (contract 1)
 * @param time of the record or tick that caused it
 */
record Decided(String topic, String subject, String what, String reason, String id, Instant time) {

    /** The decision as a person reads it, without its id and time. */
    String words() {
        return reason.isEmpty() ? what : what + " (" + reason + ")";
    }
}
