package io.homeostat.systemtests;

import java.util.List;
import java.util.Locale;

/**
 * What hosts and networks do to containers, without the engine's knowledge. A container with the host's rights does it, so that
 * it works as well where the engine is another machine.
 */
final class Faults {

    private static final String HAND = ComposedPlane.PROJECT + "-hand";
    private static final String DROPPED = "DROP";

    private final Engine engine;

    Faults(Engine engine) {
        this.engine = engine;
    }

    /** Makes ready, so that a fault comes at once when it is wanted. */
    void open() {
        engine.run(
                "docker",
                "run",
                "--detach",
                "--rm",
                "--privileged",
                "--user=0:0",
                "--pid=host",
                "--network=none",
                "--no-healthcheck",
                "--volume=/:/host",
                "--name=" + HAND,
                "--entrypoint=sleep",
                ComposedPlane.IMAGE,
                "infinity");
    }

    void close() {
        if (!engine.lines("docker", "ps", "--all", "--quiet", "--filter", "name=^" + HAND + "$")
                .isEmpty()) {
            engine.run("docker", "rm", "--force", HAND);
        }
    }

    /** SIGKILL to a container's process past the engine, which takes it for a crash and obeys the restart policy. */
    void crash(String container) {
        engine.run("docker", "exec", HAND, "bash", "-c", "kill -9 " + process(container));
    }

    /** Lets {@code listener} hear nothing more from {@code speaker}. The other direction stays as it is. */
    void cut(String speaker, String listener) {
        filter(listener, List.of("--append", "INPUT", "--source", address(speaker), "--jump", DROPPED));
    }

    /**
     * Loses packets between two containers, in both directions.
     *
     * @param share of the packets, above 0 and below 1
     */
    void lose(String one, String other, double share) {
        for (var link : List.of(List.of(one, other), List.of(other, one))) {
            filter(
                    link.getFirst(),
                    List.of(
                            "--append",
                            "INPUT",
                            "--source",
                            address(link.getLast()),
                            "--match",
                            "statistic",
                            "--mode",
                            "random",
                            "--probability",
                            String.format(Locale.ROOT, "%.2f", share),
                            "--jump",
                            DROPPED));
        }
    }

    /** Lets a container hear everything again, and returns how many packets it did not hear. */
    long heal(String container) {
        long lost = filter(container, List.of("--numeric", "--verbose", "--exact", "--list", "INPUT"))
                .lines()
                .map(line -> line.strip().split("\\s+", 4))
                .filter(columns -> columns.length > 2 && columns[2].equals(DROPPED))
                .mapToLong(columns -> Long.parseLong(columns[0]))
                .sum();
        filter(container, List.of("--flush", "INPUT"));
        return lost;
    }

    /** Images have no filter of packets: the host's, in the container's network. */
    private String filter(String container, List<String> arguments) {
        return engine.run(
                "docker",
                "exec",
                HAND,
                "bash",
                "-c",
                "nsenter --target " + process(container) + " --net chroot /host iptables --wait "
                        + String.join(" ", arguments));
    }

    private String process(String container) {
        return engine.inspect("{{.State.Pid}}", container);
    }

    private String address(String container) {
        return engine.inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container);
    }
}
