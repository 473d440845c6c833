package io.homeostat.client;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The plane's kill switch and live flags for one service, always at hand: a read is one volatile read and never waits.
 *
 * <pre>{@code
 * try (var flags = LiveFlags.fromEnvironment()) {
 *     flags.awaitRead(Duration.ofSeconds(5));
 *     if (flags.booleanFlag("new_pipeline", false)) newPipeline(); else oldPipeline();
 * }
 * }</pre>
 *
 * <p><b>Safe answers.</b> {@link #disableNew()} is true, and every flag its safe default, while the kill switch of
 * {@code global} or of the service is ON, and whenever that cannot be known: before the topics were read once, so also
 * at a start without a broker; after no contact with Kafka for {@link LiveFlagsBuilder#staleAfter}, until when the last
 * state holds; and where a record is unclear. After {@link #close()} the last state ages in the same way.
 *
 * <p>All methods may be called from any thread. One instance per process and service is enough.
 */
public final class LiveFlags implements AutoCloseable {

    private final String service;
    private final FlagBoard board;
    private final Misreads misreads;
    private final FlagThread thread;

    LiveFlags(String service, FlagBoard board, Misreads misreads, FlagThread thread) {
        this.service = service;
        this.board = board;
        this.misreads = misreads;
        this.thread = thread;
    }

    /**
     * Settings for a worker of this service.
     *
     * @param service as in the worker's heartbeats, 1 to 128 printable characters
     * @throws IllegalArgumentException if it is not such a name
     */
    public static LiveFlagsBuilder builder(String service) {
        return new LiveFlagsBuilder(service);
    }

    /** Settings from the environment (the variables are listed in the module's README), to be completed in code. */
    public static LiveFlagsBuilder builderFromEnvironment() {
        return EnvironmentVariables.flags(System.getenv());
    }

    /**
     * Starts with the settings of the environment.
     *
     * @throws IllegalArgumentException with variable, value and reason, if one is missing or wrong
     */
    public static LiveFlags fromEnvironment() {
        return builderFromEnvironment().start();
    }

    /** The service whose kill switch is obeyed beside that of {@code global}. */
    public String service() {
        return service;
    }

    /** What is to be believed now; for answers that must belong together. */
    public FlagSnapshot snapshot() {
        return board.look();
    }

    /** True while new behaviour is disabled, or whether it is cannot be known. */
    public boolean disableNew() {
        return snapshot().disableNew();
    }

    /** As {@link FlagSnapshot#booleanFlag}. */
    public boolean booleanFlag(String name, boolean safeDefault) {
        return snapshot().booleanFlag(name, safeDefault);
    }

    /** As {@link FlagSnapshot#longFlag}. */
    public long longFlag(String name, long safeDefault) {
        return snapshot().longFlag(name, safeDefault);
    }

    /** As {@link FlagSnapshot#doubleFlag}. */
    public double doubleFlag(String name, double safeDefault) {
        return snapshot().doubleFlag(name, safeDefault);
    }

    /** As {@link FlagSnapshot#stringFlag}. */
    public String stringFlag(String name, String safeDefault) {
        return snapshot().stringFlag(name, safeDefault);
    }

    /** Offset in {@code kill-switch} of the last record that is taken into account; -1: of none. */
    public long killSwitchOffset() {
        return snapshot().killSwitchOffset();
    }

    /** How many reads asked for a flag that the plane does not know, or for another kind than it has. */
    public long misreads() {
        return misreads.count();
    }

    /**
     * Waits until the topics were read once; until then everything new is disabled.
     *
     * @return false if they were not within this time
     */
    public boolean awaitRead(Duration atMost) throws InterruptedException {
        return thread.awaitRead(atMost);
    }

    /**
     * Calls {@code listener} whenever kill switch or flags read differently than before, on the reader thread and in
     * order: a listener that takes long delays what is read next. What it throws is told to the log. It is not called
     * for what is known already: {@link #snapshot()} tells that.
     */
    public void onChange(Consumer<FlagSnapshot> listener) {
        thread.listen(Objects.requireNonNull(listener, "listener"));
    }

    /** Ends reading, within about a second. Further calls do nothing more. */
    @Override
    public void close() {
        thread.close();
    }
}
