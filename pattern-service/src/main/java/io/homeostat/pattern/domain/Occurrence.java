package io.homeostat.pattern.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A classified failure on its way to its pattern.
 *
 * @param taxonomy category and type
 * @param signature template of the message; null where there is none
 * @param version of the worker that failed; not part of the pattern's key
 * @param failureId counts once
 * @param causeId coordinates of the failure
 */
public record Occurrence(
        Taxonomy taxonomy,
        String workerType,
        String service,
        @Nullable String signature,
        String version,
        FailureKind kind,
        String subject,
        String failureId,
        String causeId) {

    /** The same for every failure of the same kind: it never changes. */
    public String patternId() {
        return Ids.of("pat", taxonomy.category(), taxonomy.type(), workerType, service, signature);
    }
}
