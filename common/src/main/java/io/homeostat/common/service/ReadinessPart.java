package io.homeostat.common.service;

import java.util.Optional;

/** One thing that must be well before a service can do its work. */
public interface ReadinessPart {

    /** Name in the answer of {@code /health/readiness}. */
    String name();

    /** What is wrong, or empty. May block: the caller gives up after its timeout. */
    Optional<String> problem();
}
