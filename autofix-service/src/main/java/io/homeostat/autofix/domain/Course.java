package io.homeostat.autofix.domain;

import org.jspecify.annotations.Nullable;

/**
 * A fix that is open.
 *
 * @param plan null as long as nothing was chosen
 * @param approver who approved it; null if nobody was asked
 * @param records that were written of it
 * @param lastRecord id of the last one
 * @param step null only while it is being proposed
 */
public record Course(
        String fixId,
        @Nullable Plan plan,
        @Nullable String approver,
        int records,
        String lastRecord,
        @Nullable Step step) {

    Course with(@Nullable Plan other) {
        return new Course(fixId, other, approver, records, lastRecord, step);
    }

    Course approvedBy(String person) {
        return new Course(fixId, plan, person, records, lastRecord, step);
    }

    Course recorded(String id) {
        return new Course(fixId, plan, approver, records + 1, id, step);
    }

    Course at(Step other) {
        return new Course(fixId, plan, approver, records, lastRecord, other);
    }
}
