package io.homeostat.common.topics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topic must be like.
 *
 * @param name without the plane's prefix
 * @param kind what it holds, from which its settings follow
 * @param partitions fixed at creation: another number would move keys away from their state
 * @param retention of logs; views keep the last value for ever
 * @param appendTime true: the broker stamps records; false: they carry the timestamp of their cause
 * @param writers who may write, for documentation and access rules
 * @param key what the key is
 */
public record TopicSpec(
        String name,
        Kind kind,
        int partitions,
        Duration retention,
        boolean appendTime,
        String key,
        String writers,
        String summary) {

    /** Partitions of topics that are joined or keyed by worker or service. */
    public static final int PARTITIONS = 6;

    /** Bound of a <em>batch</em> in bytes; records have limits of their own in the parser (mechanics 12). */
    public static final int MESSAGE_BYTES_MAX = 1024 * 1024;

    /** Unlimited retention. */
    public static final Duration FOR_EVER = Duration.ofMillis(-1);

    private static final Duration COMPACTION_LAG = Duration.ofDays(7);

    /** INPUT: written by the outside world. LOG: history. VIEW: compacted. VIEW_HISTORY: compacted after 7 days. INTERNAL: between stages of one service. */
    public enum Kind {
        INPUT,
        LOG,
        VIEW,
        VIEW_HISTORY,
        INTERNAL;

        /** True where the last value per key is the truth. */
        public boolean isCompacted() {
            return this == VIEW || this == VIEW_HISTORY;
        }
    }

    /** The settings with which the topic is created and against which it is checked. */
    public Map<String, String> config() {
        var config = new LinkedHashMap<String, String>();
        config.put("cleanup.policy", kind.isCompacted() ? "compact" : "delete");
        if (kind == Kind.VIEW_HISTORY) {
            config.put("min.compaction.lag.ms", String.valueOf(COMPACTION_LAG.toMillis()));
        }
        if (!kind.isCompacted()) {
            config.put("retention.ms", String.valueOf(retention.toMillis()));
        }
        config.put("message.timestamp.type", appendTime ? "LogAppendTime" : "CreateTime");
        config.put("max.message.bytes", String.valueOf(MESSAGE_BYTES_MAX));
        return config;
    }
}
