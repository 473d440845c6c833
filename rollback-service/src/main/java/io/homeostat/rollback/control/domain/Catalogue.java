package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.FlagCatalogue;
import io.homeostat.common.policy.Policies;

/**
 * The catalogue that the flags were last written by.
 *
 * @param number counts the catalogues so far; part of the ids of what follows from one
 * @param policy name and version; null never: built-in before the first
 */
public record Catalogue(FlagCatalogue flags, long number, PolicyRef policy) {

    /** Before the first catalogue. */
    public static final Catalogue NONE =
            new Catalogue(FlagCatalogue.EMPTY, 0, new PolicyRef(FlagCatalogue.NAME, Policies.BUILT_IN));

    Catalogue next(FlagCatalogue changed, PolicyRef ref) {
        return new Catalogue(changed, number + 1, ref);
    }
}
