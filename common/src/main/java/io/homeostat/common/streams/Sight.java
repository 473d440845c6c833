package io.homeostat.common.streams;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.TreeSet;

/**
 * What the plane can hear: the partitions of {@code heartbeats} that are BLIND, and how much of observed time was
 * sighted. While any partition is blind nothing new is commanded (workers that beat through it look dead), and the time
 * for confirmations stands still.
 *
 * @param blind groups {@code partition:N} in state BLIND, sorted
 * @param sinceMs observed time of the last change
 * @param sightedMs sighted part of observed time up to {@code sinceMs}
 */
public record Sight(List<String> blind, long sinceMs, long sightedMs) {

    /** Everything is heard. */
    public static final Sight CLEAR = new Sight(List.of(), 0, 0);

    /** Groups with this prefix speak of blindness, all others of storms. */
    public static final String PARTITION_PREFIX = "partition:";

    public Sight {
        blind = List.copyOf(blind);
    }

    /** True while any partition is blind. */
    @JsonIgnore
    public boolean isBlind() {
        return !blind.isEmpty();
    }

    /** The sighted part of observed time. */
    public long sightedMs(long observedMs) {
        return isBlind() ? sightedMs : sightedMs + Math.max(0, observedMs - sinceMs);
    }

    /** A group's state since this observed time; what is told late takes back no time that was blind anyway. */
    public Sight seen(String group, boolean groupIsBlind, long observedMs) {
        if (!group.startsWith(PARTITION_PREFIX) || groupIsBlind == blind.contains(group)) {
            return this;
        }
        var groups = new TreeSet<>(blind);
        if (groupIsBlind) {
            groups.add(group);
        } else {
            groups.remove(group);
        }
        return new Sight(List.copyOf(groups), Math.max(sinceMs, observedMs), sightedMs(observedMs));
    }
}
