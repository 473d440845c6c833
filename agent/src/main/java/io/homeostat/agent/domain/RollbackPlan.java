package io.homeostat.agent.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rollback is about on this host.
 *
 * @param targets components to be switched, in the order of their subjects
 * @param unable what cannot be switched though it knows the version, each with its reason; it makes the outcome FAILED
 * @param strangers subjects of components that do not know the version and are left alone
 */
public record RollbackPlan(List<Target> targets, List<String> unable, List<String> strangers) {

    public RollbackPlan {
        targets = List.copyOf(targets);
        unable = List.copyOf(unable);
        strangers = List.copyOf(strangers);
    }

    /**
     * A component with its workers on this host.
     *
     * @param workerType type of the workers, which together with their ids leads to the component
     * @param workers the subject itself, or the workers of the type that run
     */
    public record Target(String subject, String workerType, List<String> workers) {
        public Target {
            workers = List.copyOf(workers);
        }
    }

    /** All workers to be switched. */
    public List<String> workers() {
        return targets.stream().flatMap(target -> target.workers().stream()).toList();
    }

    /** Without a component that could not be written, and its workers: they would come back as what they were. */
    public RollbackPlan without(Target target, String problem) {
        var others = targets.stream().filter(t -> !t.equals(target)).toList();
        var more = new ArrayList<>(unable);
        more.add(target.subject() + ": " + problem);
        return new RollbackPlan(others, more, strangers);
    }
}
