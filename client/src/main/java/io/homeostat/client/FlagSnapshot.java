package io.homeostat.client;

import java.util.Map;

/**
 * Kill switch and flags as they were known at one moment: immutable, so that all answers of one snapshot belong
 * together. While {@link #disableNew()} is true every flag reads as its safe default: the plane's if it is known, else
 * the one that the caller gives. So does a flag that the plane does not know or that is of another kind than the one
 * asked for; this is counted ({@link LiveFlags#misreads}) and told to the log once.
 */
public final class FlagSnapshot {

    /** Reads as the kill switch itself, whatever is stored under this name. */
    public static final String DISABLE_NEW = "DISABLE_NEW";

    /** Stands for no record of the kill switch at all. */
    static final long NO_OFFSET = Beat.UNKNOWN;

    private final boolean disableNew;
    private final String why;
    private final long killSwitchOffset;
    private final Map<String, FlagWord.Known> flags;
    private final Misreads misreads;
    private final boolean read;

    /** What nobody read yet: ON, as nothing is known that would allow anything new. */
    static FlagSnapshot unread(Misreads misreads) {
        return new FlagSnapshot(
                true, "the kill switch was not read yet", NO_OFFSET, new Content(Map.of(), misreads, false));
    }

    /**
     * The flags of a snapshot.
     *
     * @param read false: the topics were not read yet, so an unknown flag is no news
     */
    record Content(Map<String, FlagWord.Known> flags, Misreads misreads, boolean read) {}

    FlagSnapshot(boolean disableNew, String why, long killSwitchOffset, Content content) {
        this.disableNew = disableNew;
        this.why = why;
        this.killSwitchOffset = killSwitchOffset;
        this.flags = content.flags();
        this.misreads = content.misreads();
        this.read = content.read();
    }

    /** True while new behaviour is disabled: the kill switch is ON, or whether it is cannot be known. */
    public boolean disableNew() {
        return disableNew;
    }

    /** Why {@link #disableNew()} is what it is, in one sentence for a person. */
    public String why() {
        return why;
    }

    /** Offset in {@code kill-switch} of the last record that this snapshot takes into account; -1: of none. */
    public long killSwitchOffset() {
        return killSwitchOffset;
    }

    /**
     * A flag of kind boolean.
     *
     * @param safeDefault holds where the plane has no answer
     */
    public boolean booleanFlag(String name, boolean safeDefault) {
        return name.equals(DISABLE_NEW) ? disableNew : (Boolean) answer(name, FlagKind.BOOLEAN, safeDefault);
    }

    /**
     * A flag of kind integer.
     *
     * @param safeDefault holds where the plane has no answer
     */
    public long longFlag(String name, long safeDefault) {
        return name.equals(DISABLE_NEW) ? disabled() : (Long) answer(name, FlagKind.INTEGER, safeDefault);
    }

    /**
     * A flag of kind number.
     *
     * @param safeDefault holds where the plane has no answer
     */
    public double doubleFlag(String name, double safeDefault) {
        return name.equals(DISABLE_NEW) ? disabled() : (Double) answer(name, FlagKind.NUMBER, safeDefault);
    }

    /**
     * A flag of kind enum.
     *
     * @param safeDefault holds where the plane has no answer
     */
    public String stringFlag(String name, String safeDefault) {
        return name.equals(DISABLE_NEW)
                ? String.valueOf(disabled())
                : (String) answer(name, FlagKind.ENUM, safeDefault);
    }

    private long disabled() {
        return disableNew ? 1 : 0;
    }

    private Object answer(String name, FlagKind asked, Object safeDefault) {
        var flag = flags.get(name);
        if (flag == null) {
            if (read) {
                misreads.unknown(name);
            }
            return safeDefault;
        }
        if (flag.kind() != asked) {
            misreads.wrongKind(name, flag.kind(), asked);
            return safeDefault;
        }
        return disableNew ? flag.safeDefault() : flag.value();
    }

    /** False before the topics were read to their end for the first time. */
    boolean isRead() {
        return read;
    }

    /** The same without contact: ON, everything else as it was last known. */
    FlagSnapshot stale(String reason) {
        return new FlagSnapshot(true, reason, killSwitchOffset, new Content(flags, misreads, read));
    }

    /** True if no reader could tell the two apart, but for the offset. */
    boolean readsAs(FlagSnapshot other) {
        return disableNew == other.disableNew
                && read == other.read
                && why.equals(other.why)
                && flags.equals(other.flags);
    }

    @Override
    public String toString() {
        return (disableNew ? "ON: " : "off: ") + why + "; " + flags.size() + " flags";
    }
}
