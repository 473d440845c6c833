package io.homeostat.common.topics;

/**
 * Names on the cluster: the catalogue's names behind the plane's prefix.
 *
 * @param prefix puts several planes on one cluster; empty by default
 */
public record TopicNames(String prefix) {

    /** Names without a prefix. */
    public static final TopicNames PLAIN = new TopicNames("");

    public TopicNames {
        if (!prefix.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException("homeostat.topics.prefix: '" + prefix
                    + "' has characters outside of [A-Za-z0-9._-] or is too long");
        }
    }

    /** The topic's name on the cluster. */
    public String of(TopicSpec topic) {
        return prefix + topic.name();
    }

    /** The catalogue's name of a topic on the cluster. */
    public String plain(String nameOnCluster) {
        return nameOnCluster.startsWith(prefix) ? nameOnCluster.substring(prefix.length()) : nameOnCluster;
    }
}
