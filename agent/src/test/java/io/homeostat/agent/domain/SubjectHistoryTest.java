package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.plan;
import static io.homeostat.agent.domain.Samples.result;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult.Status;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered of the changes of a subject, for how long. */
class SubjectHistoryTest {

    @Test
    void versions_that_were_left_are_known_until_another_one_is_in_force() {
        var change = new Change.Rollback(rollback("r", 5));
        var history = SubjectHistory.unknown(change.key()).apply(new JournalEntry.ChangeReceived(change));
        assertThat(history.leftFor("0.9")).isEmpty();

        history = history.apply(new JournalEntry.ChangeEffected(change.key(), "r", plan()));
        assertThat(history.leftFor("0.9")).isEqualTo(Set.of("1.0"));
        assertThat(history.leftFor("1.0")).isEmpty();
        assertThat(history.leftFor(null)).isEmpty();
        assertThat(history.apply(new JournalEntry.ChangeDone(change.key(), result("r", Status.REFUSED)))
                        .leftFor("0.9"))
                .isEmpty();
    }

    @Test
    void closed_changes_are_forgotten_beyond_their_bound_and_open_ones_never() {
        var history = SubjectHistory.unknown("~rollback/dreams");
        var ids = new ArrayList<String>();
        for (int i = 0; i <= SubjectHistory.CLOSED_CHANGES_MAX; i++) {
            var id = "r" + i;
            ids.add(id);
            history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback(id, i))));
            if (i > 0) {
                history = history.apply(new JournalEntry.ChangeDone("~rollback/dreams", result(id, Status.REFUSED)))
                        .apply(new JournalEntry.ChangeAnswered("~rollback/dreams", id));
            }
        }
        assertThat(history.changes()).hasSize(ids.size());
        history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback("next", 99))));
        history = history.apply(new JournalEntry.ChangeDone("~rollback/dreams", result("next", Status.REFUSED)))
                .apply(new JournalEntry.ChangeAnswered("~rollback/dreams", "next"));
        history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback("last", 99))));

        assertThat(history.change("r0")).isPresent();
        assertThat(history.change("r1")).isEmpty();
        assertThat(history.change("r2")).isPresent();
        assertThat(history.fence()).isEqualTo(new Fence(1, 99));
    }
}
