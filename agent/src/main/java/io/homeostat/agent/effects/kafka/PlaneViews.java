package io.homeostat.agent.effects.kafka;

import io.homeostat.agent.domain.WillRules;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Plane;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views in memory. A value that cannot be understood never replaces a good one. Safe for many threads. */
public final class PlaneViews {

    private static final Logger LOG = LoggerFactory.getLogger(PlaneViews.class);

    private static final int REVISIONS_MAX = 8;

    private final String agent;
    private final Executor executor;
    private final Predicate<String> known;
    private final Map<String, Component> components = new HashMap<>();
    private final Map<String, Declaration> declarations = new HashMap<>();
    private final Map<String, ArrayDeque<Revision>> revisions = new HashMap<>();
    private long taken;
    private long planeGeneration;

    /**
     * A record of a component that is this agent's, or was before.
     *
     * @param number grows with every record
     * @param value null: it was removed
     */
    public record Revision(long number, byte @Nullable [] value) {}

    /**
     * Empty views.
     *
     * @param executor the one that the agent has
     * @param known tells whether the agent has ever had a process of a worker
     */
    public PlaneViews(String agent, Executor executor, Predicate<String> known) {
        this.agent = agent;
        this.executor = executor;
        this.known = known;
    }

    /** The component of a worker, else that of its type, else null. */
    public synchronized @Nullable Component component(String workerId, String workerType) {
        var own = components.get(workerId);
        return own == null ? components.get("type/" + workerType) : own;
    }

    /** How the worker's own component stands to this agent. */
    public synchronized Declaration declaration(String workerId) {
        return declarations.getOrDefault(workerId, new Declaration.None());
    }

    /** Workers whose components name this agent, or were withdrawn from it. */
    public synchronized Set<String> declared() {
        return new TreeSet<>(declarations.keySet());
    }

    /** The generation in force; 0 before provisioning. */
    public synchronized long planeGeneration() {
        return planeGeneration;
    }

    /**
     * Takes a record of {@code components}.
     *
     * @return true if it concerns a worker that may be this agent's
     */
    public synchronized boolean component(String key, byte @Nullable [] value) {
        if (value == null) {
            revise(key, null, false);
            components.remove(key);
            return declare(key, null);
        }
        return switch (Component.parse(key, value)) {
            case Parsed.Valid<Component>(var component) -> {
                revise(key, value, agent.equals(component.agent()));
                components.put(key, agent.equals(component.agent()) ? component : outline(component));
                yield declare(key, component);
            }
            case Parsed.Rejected<Component> rejected -> {
                LOG.warn("component {} is not taken, the one before stays: {}", key, rejected.message());
                yield false;
            }
        };
    }

    /** The component with exactly this subject, or null. */
    public synchronized @Nullable Component exactly(String subject) {
        return components.get(subject);
    }

    /** True if the worker has a component of its own, whoever holds it: that of its type is not about it. */
    public synchronized boolean hasOwn(String workerId) {
        return components.containsKey(workerId);
    }

    /** This agent's components of a service, of its executor. */
    public synchronized List<Component> held(String service) {
        return components.values().stream()
                .filter(c -> agent.equals(c.agent())
                        && c.executor() == executor
                        && c.service().equals(service))
                .toList();
    }

    /** The last records of a component that is this agent's, or was before, oldest first; empty: never was. */
    public synchronized List<Revision> revisions(String subject) {
        return List.copyOf(revisions.getOrDefault(subject, new ArrayDeque<>()));
    }

    private void revise(String key, byte @Nullable [] value, boolean ours) {
        if (ours || revisions.containsKey(key)) {
            var last = revisions.computeIfAbsent(key, _ -> new ArrayDeque<>());
            last.addLast(new Revision(++taken, value));
            if (last.size() > REVISIONS_MAX) {
                last.removeFirst();
            }
        }
    }

    /** A key of a type declares no worker. Of the components of other agents there may be very many. */
    private boolean declare(String key, @Nullable Component component) {
        if (key.startsWith("type/")) {
            return false;
        }
        var declaration = WillRules.declaration(component, agent, executor);
        if (declaration instanceof Declaration.Ours || declarations.containsKey(key) || known.test(key)) {
            declarations.put(key, declaration);
            return true;
        }
        return false;
    }

    /** Enough of another agent's component to say whose it is. */
    private static Component outline(Component c) {
        return new Component(
                c.subject(),
                c.agent(),
                c.executor(),
                c.workerType(),
                c.service(),
                c.environment(),
                Map.of(),
                null,
                c.priority(),
                List.of(),
                c.restartable(),
                c.desired(),
                null,
                null,
                null);
    }

    /** Takes a record of {@code plane}. The generation never goes back. */
    public synchronized void plane(byte @Nullable [] value) {
        if (value != null && Json.read(value, Plane.class) instanceof Parsed.Valid<Plane>(var plane)) {
            planeGeneration = Math.max(planeGeneration, plane.generation());
        }
    }
}
