package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.rollback.control.domain.PolicyBook;
import io.homeostat.rollback.control.domain.PolicyStep;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The state of the stage that keeps the policies. */
final class PolicyStores {

    private final KeyValueStore<String, byte[]> documents;
    private final KeyValueStore<String, byte[]> books;
    private final TreeSet<String> waiting = new TreeSet<>();
    private Policies policies;

    PolicyStores(ProcessorContext<?, ?> context) {
        documents = context.getStateStore(PoliciesTopology.DOCUMENTS);
        books = context.getStateStore(PoliciesTopology.BOOKS);
        policies = PlaneTables.policies(documents);
        try (var all = books.all()) {
            all.forEachRemaining(entry -> index(Json.readState(entry.value, PolicyBook.class)));
        }
    }

    /** All policies in force. */
    Policies policies() {
        return policies;
    }

    PolicyBook book(String key) {
        var bytes = books.get(key);
        return bytes == null ? PolicyBook.empty(key) : Json.readState(bytes, PolicyBook.class);
    }

    /** Keys of policies of which something waits for a second person. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    void keep(PolicyBook before, PolicyStep step) {
        var key = before.key();
        if (!before.equals(step.book())) {
            books.put(key, Json.bytes(step.book()));
            index(step.book());
        }
        PolicyDocument next = step.inForce();
        if (Objects.equals(next, policies.documents().get(key))) {
            return;
        }
        documents.put(key, next == null ? null : Json.bytes(next));
        policies = PlaneTables.policies(documents);
    }

    private void index(PolicyBook book) {
        if (book.waiting() == null) {
            waiting.remove(book.key());
        } else {
            waiting.add(book.key());
        }
    }
}
