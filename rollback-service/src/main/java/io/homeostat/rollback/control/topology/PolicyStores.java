package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.rollback.control.domain.PolicyBook;
import io.homeostat.rollback.control.domain.PolicyStep;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The state of the stage that keeps the policies. */
final class PolicyStores {

    /** Key in the task's store: requests so far for policies that have no book. */
    private static final String COMMON = "requests";

    private final KeyValueStore<String, byte[]> documents;
    private final KeyValueStore<String, byte[]> books;
    private final KeyValueStore<String, byte[]> single;
    private final TreeMap<String, Long> waiting = new TreeMap<>();
    private Policies policies;

    PolicyStores(ProcessorContext<?, ?> context) {
        documents = context.getStateStore(PoliciesTopology.DOCUMENTS);
        books = context.getStateStore(PoliciesTopology.BOOKS);
        single = context.getStateStore(PoliciesTopology.TASK);
        policies = PlaneTables.policies(documents);
        try (var all = books.all()) {
            all.forEachRemaining(entry -> index(Json.readState(entry.value, PolicyBook.class)));
        }
    }

    /** All policies in force. */
    Policies policies() {
        return policies;
    }

    /** The policy's book. One that has nothing to keep yet takes its numbers from all such: anybody can invent keys. */
    PolicyBook book(String key) {
        var bytes = books.get(key);
        return bytes == null ? PolicyBook.empty(key, common()) : Json.readState(bytes, PolicyBook.class);
    }

    private long common() {
        var bytes = single.get(COMMON);
        return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
    }

    /** Policies of which something waits for a second person. */
    int waiting() {
        return waiting.size();
    }

    /** Keys of those whose time is over at {@code observedMs}: a tick must not read what only waits. */
    List<String> expired(long observedMs) {
        return waiting.entrySet().stream()
                .filter(entry -> observedMs >= entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    void keep(PolicyBook before, PolicyStep step) {
        var key = before.key();
        if (!before.equals(step.book())) {
            keep(step.book());
        }
        PolicyDocument next = step.inForce();
        if (Objects.equals(next, policies.documents().get(key))) {
            return;
        }
        documents.put(key, next == null ? null : Json.bytes(next));
        policies = PlaneTables.policies(documents);
    }

    private void keep(PolicyBook book) {
        if (book.holdsNothing()) {
            books.delete(book.key());
            long common = Math.max(common(), book.requests()); // a number never comes twice under one key
            single.put(COMMON, ByteBuffer.allocate(Long.BYTES).putLong(common).array());
        } else {
            books.put(book.key(), Json.bytes(book));
        }
        index(book);
    }

    private void index(PolicyBook book) {
        var own = book.waiting();
        if (own == null) {
            waiting.remove(book.key());
        } else {
            waiting.put(book.key(), own.untilMs());
        }
    }
}
