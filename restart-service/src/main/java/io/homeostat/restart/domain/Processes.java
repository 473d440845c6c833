package io.homeostat.restart.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be running of the worker under repair: nothing is started while a process of it may still live.
 *
 * @param toTerminate must be gone before a START, in this order
 * @param past incarnations whose beat is no sign of success
 * @param commanded those for which a TERMINATE or RESTART was sent: the plane has fenced them
 * @param ended those of which an agent said that they are gone
 * @param beating fenced ones that were heard since
 * @param up an incarnation that beats and may live: a new one, or one whose end was refused; null: none was heard
 */
public record Processes(
        List<Target> toTerminate,
        List<String> past,
        List<String> commanded,
        List<String> ended,
        List<String> beating,
        @Nullable String up) {

    /**
     * Whom a TERMINATE is about.
     *
     * @param incarnation null: whatever runs under the worker's id, for workers that do not know their incarnation
     */
    public record Target(@Nullable String incarnation) {}

    public Processes {
        toTerminate = List.copyOf(toTerminate);
        past = List.copyOf(past);
        commanded = List.copyOf(commanded);
        ended = List.copyOf(ended);
        beating = List.copyOf(beating);
    }

    static Processes of(@Nullable String incarnation) {
        return new Processes(List.of(), with(List.of(), incarnation), List.of(), List.of(), List.of(), null);
    }

    /** True for an incarnation that nobody has seen end. */
    boolean isNew(@Nullable String incarnation) {
        return incarnation != null && !past.contains(incarnation);
    }

    /** It may live: it has to be terminated. */
    Processes suspect(@Nullable String incarnation) {
        return new Processes(
                with(toTerminate, new Target(incarnation)),
                with(past, incarnation),
                commanded,
                ended,
                beating,
                incarnation != null && incarnation.equals(up) ? null : up);
    }

    /** Its process ended by itself: there is nothing left to terminate of it. */
    Processes crashed(@Nullable String incarnation) {
        return new Processes(
                toTerminate.stream()
                        .filter(target -> incarnation == null || !incarnation.equals(target.incarnation))
                        .toList(),
                with(past, incarnation),
                commanded,
                ended,
                beating,
                incarnation != null && incarnation.equals(up) ? null : up);
    }

    /** A command that ends it was sent. */
    Processes commanded(@Nullable String incarnation) {
        return new Processes(toTerminate, with(past, incarnation), with(commanded, incarnation), ended, beating, up);
    }

    /** An agent confirmed that it is gone. */
    Processes terminated(@Nullable String incarnation) {
        var target = new Target(incarnation);
        return new Processes(
                toTerminate.stream().filter(other -> !other.equals(target)).toList(),
                past,
                commanded,
                with(ended, incarnation),
                beating,
                incarnation != null && incarnation.equals(up) ? null : up);
    }

    /** A new incarnation beats. */
    Processes seenUp(String incarnation) {
        return new Processes(toTerminate, past, commanded, ended, beating, incarnation);
    }

    /** The new incarnation that was heard has left again. */
    Processes left(@Nullable String incarnation) {
        return incarnation != null && incarnation.equals(up)
                ? new Processes(toTerminate, with(past, incarnation), commanded, ended, beating, null)
                : this;
    }

    /** A fenced incarnation was heard. */
    Processes heardFenced(String incarnation) {
        return new Processes(toTerminate, past, commanded, ended, with(beating, incarnation), up);
    }

    /** True if this repair has commanded, or will command, its end. */
    boolean covers(String incarnation) {
        return commanded.contains(incarnation) || toTerminate.contains(new Target(incarnation));
    }

    /** Fenced ones that were heard and of which nobody said that they are gone. */
    List<String> unended() {
        return beating.stream()
                .filter(incarnation -> !ended.contains(incarnation))
                .toList();
    }

    private static <T> List<T> with(List<T> list, @Nullable T entry) {
        if (entry == null || list.contains(entry)) {
            return list;
        }
        var all = new ArrayList<>(list);
        all.add(entry);
        return all;
    }
}
