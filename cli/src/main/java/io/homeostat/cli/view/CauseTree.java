package io.homeostat.cli.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chain of causes in a set of records: who led to what. Pure; a cause that is not among the records is a root of its
 * own, shown by its name.
 */
final class CauseTree {

    /** A line of the tree: depth from 0. */
    record Node(int depth, String text, @Nullable Described record) {}

    /** Fields that name what several records are about. */
    private static final List<String> NAMES = List.of("restartId", "commandId", "fixId", "promotionId", "patternId");

    private final List<Described> records;
    private final Map<String, Described> byId = new HashMap<>();

    /** By the coordinates of their cause. */
    private final Map<String, List<Described>> effects = new HashMap<>();

    CauseTree(List<Described> records) {
        this.records =
                records.stream().sorted(Comparator.comparing(Described::time)).toList();
        this.records.forEach(record -> record.ids().forEach(id -> byId.putIfAbsent(id, record)));
        for (var record : this.records) {
            var cause = cause(record);
            if (cause != null) {
                effects.computeIfAbsent(cause.coordinates(), _ -> new ArrayList<>())
                        .add(record);
            }
        }
    }

    /** The record that {@code id} names: its own id, its coordinates, or an id that its fields hold. */
    @Nullable
    Described find(String id) {
        var named = byId.get(id);
        if (named != null) {
            return named;
        }
        return records.stream()
                .filter(r -> id.equals(r.incidentId())
                        || NAMES.stream()
                                .anyMatch(name -> id.equals(r.value().path(name).textValue())))
                .findFirst()
                .orElse(null);
    }

    /** The record with which a worker's last trouble began, or null where it never had one. */
    @Nullable
    Described lastTroubleOf(String worker) {
        Described last = null;
        var seen = new LinkedHashSet<String>();
        for (var record : records) {
            var incident = record.incidentId();
            if (record.key().equals(worker) && incident != null && seen.add(incident)) {
                last = record;
            }
        }
        return last;
    }

    /** Everything of the trouble that {@code start} belongs to, as a tree; without a trouble, its causes and effects. */
    List<Node> of(Described start) {
        var members = members(start);
        var children = new HashMap<String, List<Described>>();
        var roots = new ArrayList<Described>();
        for (var record : members.values()) {
            var cause = cause(record);
            boolean inside = cause != null
                    && members.containsKey(cause.coordinates())
                    && !cause.coordinates().equals(record.coordinates());
            if (cause != null && inside) {
                children.computeIfAbsent(cause.coordinates(), _ -> new ArrayList<>())
                        .add(record);
            } else {
                roots.add(record);
            }
        }
        var nodes = new ArrayList<Node>();
        for (var root : roots) {
            int depth = 0;
            if (root.causeId() != null) {
                nodes.add(new Node(depth++, root.causeId(), null));
            }
            walk(root, depth, children, nodes);
        }
        return nodes;
    }

    /** By coordinates, in the order of time. */
    private Map<String, Described> members(Described start) {
        var members = new LinkedHashMap<String, Described>();
        addWithCauses(start, members);
        addEffects(members);
        var incidents = new LinkedHashSet<String>();
        members.values().stream()
                .map(Described::incidentId)
                .filter(Objects::nonNull)
                .forEach(incidents::add);
        for (var record : records) {
            if (record.incidentId() != null && incidents.contains(record.incidentId())) {
                addWithCauses(record, members);
            }
        }
        addEffects(members);
        var ordered = new LinkedHashMap<String, Described>();
        members.values().stream()
                .sorted(Comparator.comparing(Described::time))
                .forEach(record -> ordered.put(record.coordinates(), record));
        return ordered;
    }

    /** Results name only their command, so effects are followed until nothing is added. */
    private void addEffects(Map<String, Described> members) {
        var open = new ArrayDeque<>(members.keySet());
        for (var next = open.poll(); next != null; next = open.poll()) {
            for (var effect : effects.getOrDefault(next, List.of())) {
                if (members.putIfAbsent(effect.coordinates(), effect) == null) {
                    open.add(effect.coordinates());
                }
            }
        }
    }

    private @Nullable Described cause(Described record) {
        return record.causeId() == null ? null : byId.get(record.causeId());
    }

    private void addWithCauses(Described record, Map<String, Described> members) {
        for (var next = record; next != null && members.putIfAbsent(next.coordinates(), next) == null; ) {
            next = cause(next);
        }
    }

    /** A chain may be longer than a thread's stack is deep. */
    private static void walk(Described root, int depth, Map<String, List<Described>> children, List<Node> nodes) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<Node>();
        open.push(new Node(depth, root.line(), root));
        while (!open.isEmpty()) {
            var node = open.pop();
            var record = Objects.requireNonNull(node.record());
            if (seen.add(record.coordinates())) {
                nodes.add(node);
                for (var child :
                        children.getOrDefault(record.coordinates(), List.of()).reversed()) {
                    open.push(new Node(node.depth() + 1, child.line(), child));
                }
            }
        }
    }
}
