package io.homeostat.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Samples what this process uses, from the JVM's own beans: nothing is started, and only /proc/self is read. */
final class ResourceSampler {

    private static final long MIB = 1024 * 1024;

    /** The processor share is the mean since the previous sample. Never throws: what cannot be known is unknown. */
    Beat.Resources sample() {
        try {
            return new Beat.Resources(cpuPercent(), committedMb(), openFiles());
        } catch (RuntimeException | LinkageError unavailable) {
            // A trimmed runtime image may lack the module jdk.management; a beat without resources is still a beat.
            return Beat.Resources.NOT_SAMPLED;
        }
    }

    private static int cpuPercent() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double share = system.getProcessCpuLoad();
            return share >= 0 ? Math.clamp(Math.round(share * 100), 0, 100) : Beat.UNKNOWN;
        }
        return Beat.UNKNOWN;
    }

    // Committed, not used: used saws up and down with the collector, and would make a health score of it.
    private static long committedMb() {
        var memory = ManagementFactory.getMemoryMXBean();
        return (memory.getHeapMemoryUsage().getCommitted()
                        + memory.getNonHeapMemoryUsage().getCommitted())
                / MIB;
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : Beat.UNKNOWN;
    }
}
